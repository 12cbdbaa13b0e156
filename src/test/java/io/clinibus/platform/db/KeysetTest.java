package io.clinibus.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeysetTest {

  private static final UUID ID = UUID.fromString("01934f6e-0000-7000-8000-0123456789ab");

  @Test
  void readsOneRowMoreThanThePage() {
    Sql sql = Keyset.NAME.page(Sql.of("SELECT 1 WHERE true"), null, 50);
    assertThat(sql.text().trim()).isEqualTo("SELECT 1 WHERE true ORDER BY sort_name, id LIMIT $1");
    assertThat(sql.values().getInteger(0)).isEqualTo(51);
  }

  @Test
  void continuesAfterTheLastRow() {
    Sql sql = Keyset.RANKED.page(Sql.of("WHERE true"), new Cursor("7\nname\nwith break", ID), 1);
    assertThat(sql.text().trim())
        .isEqualTo(
            "WHERE true AND (rank, sort_name, id) > ($1, $2, $3) ORDER BY rank, sort_name, id"
                + " LIMIT $4");
    assertThat(sql.values().getInteger(0)).isEqualTo(7);
    assertThat(sql.values().getString(1)).isEqualTo("name\nwith break");
  }

  @Test
  void descendingOrderReversesTheComparison() {
    Sql sql = Keyset.NAME_DESCENDING.page(Sql.of("WHERE true"), new Cursor("name", ID), 1);
    assertThat(sql.text()).contains("(sort_name, id) < ($1, $2) ORDER BY sort_name DESC, id DESC");
  }

  @Test
  void refusesACursorOfAnotherOrder() {
    for (Keyset order : new Keyset[] {Keyset.RANKED, Keyset.CREATED}) {
      var refused =
          catchThrowableOfType(
              Failure.class, () -> order.page(Sql.of("WHERE true"), new Cursor("name", ID), 1));
      assertThat(refused.code()).isEqualTo(CommonFailures.INVALID_REQUEST);
    }
  }
}
