package io.clinibus.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.bus.failure.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlTest {

  @Test
  void bindsEveryValueInOrder() {
    Sql sql = Sql.of("SELECT a FROM t WHERE a = ? AND b = ?", 1, "x' OR 1=1").add("LIMIT ?", 5);
    assertThat(sql.text()).isEqualTo("SELECT a FROM t WHERE a = $1 AND b = $2 LIMIT $3 ");
    assertThat(sql.values().size()).isEqualTo(3);
    assertThat(sql.values().getValue(1)).isEqualTo("x' OR 1=1");
  }

  @Test
  void refusesTooManyValues() {
    assertThatThrownBy(() -> Sql.of("?", 1, 2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesTextThatCannotBeStored() {
    for (Object value :
        List.of(
            "a\u0000",
            "\ud800",
            new String[] {"fine", "\udc00x"},
            new JsonObject().put("list", new JsonArray().add("\u0000")))) {
      assertThatThrownBy(() -> Sql.of("?", value)).isInstanceOf(Failure.class);
    }
    Sql.of("?", "😀 王芳 \u0001");
  }
}
