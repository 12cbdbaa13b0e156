package io.clinibus.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.bus.Role;
import io.vertx.sqlclient.PropertyKind;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.desc.ColumnDescriptor;
import io.vertx.sqlclient.internal.ArrayTuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class RowsTest {

  private static final String COLUMN = "value";

  @Test
  void oneIsTheFirstRowAndFailsWithoutRows() {
    Row row = row("only");
    assertThat(Rows.one(result(row))).isSameAs(row);
    assertThatThrownBy(() -> Rows.one(result())).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void isTrueIsTheValueOfTheOnlyRow() {
    assertThat(Rows.isTrue(result(row(true)))).isTrue();
    assertThat(Rows.isTrue(result(row(false)))).isFalse();
    assertThatThrownBy(() -> Rows.isTrue(result())).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void firstIsEmptyWithoutRows() {
    Row row = row("first");
    assertThat(Rows.first(result(row, row("second")))).containsSame(row);
    assertThat(Rows.first(result())).isEmpty();
  }

  @Test
  void listMapsRowsInOrder() {
    assertThat(Rows.list(result(row("b"), row("a"), row("c")), row -> row.getString(COLUMN)))
        .containsExactly("b", "a", "c");
    assertThat(Rows.list(result(), row -> row.getString(COLUMN))).isEmpty();
  }

  @Test
  void instantIsIndependentOfTheOffsetAndNullForNull() {
    var time = OffsetDateTime.parse("2026-11-24T10:00:00.000001+01:00");
    assertThat(Rows.instant(row(time), COLUMN))
        .isEqualTo(Instant.parse("2026-11-24T09:00:00.000001Z"));
    assertThat(Rows.instant(row((Object) null), COLUMN)).isNull();
  }

  @Test
  void constantIsReadByNameAndNullForNull() {
    assertThat(Rows.constant(row("DOCTOR"), COLUMN, Role.class)).isEqualTo(Role.DOCTOR);
    assertThat(Rows.constant(row((Object) null), COLUMN, Role.class)).isNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rows.constant(row("doctor"), COLUMN, Role.class));
  }

  @Test
  void utcIsTheInstantWithoutOffsetAndNullForNull() {
    Instant instant = Instant.parse("2026-11-24T09:00:00.000001Z");
    assertThat(Rows.utc(instant)).isEqualTo("2026-11-24T09:00:00.000001Z");
    assertThat(Rows.utc(instant).getOffset()).isEqualTo(ZoneOffset.UTC);
    assertThat(Rows.utc(null)).isNull();
  }

  private static Row row(Object value) {
    return new OneColumn(value);
  }

  private static RowSet<Row> result(Row... rows) {
    return new Result(List.of(rows));
  }

  private static final class OneColumn extends ArrayTuple implements Row {

    OneColumn(Object value) {
      super(1);
      addValue(value);
    }

    @Override
    public String getColumnName(int position) {
      return position == 0 ? COLUMN : null;
    }

    @Override
    public int getColumnIndex(String name) {
      return COLUMN.equals(name) ? 0 : -1;
    }
  }

  private record Result(List<Row> rows) implements RowSet<Row> {

    @Override
    public RowIterator<Row> iterator() {
      Iterator<Row> each = rows.iterator();
      return new RowIterator<>() {
        @Override
        public boolean hasNext() {
          return each.hasNext();
        }

        @Override
        public Row next() {
          return each.next();
        }
      };
    }

    @Override
    public int size() {
      return rows.size();
    }

    @Override
    public int rowCount() {
      return rows.size();
    }

    @Override
    public List<String> columnsNames() {
      return List.of(COLUMN);
    }

    @Override
    public List<ColumnDescriptor> columnDescriptors() {
      return List.of();
    }

    @Override
    public <V> V property(PropertyKind<V> kind) {
      return null;
    }

    @Override
    public RowSet<Row> value() {
      return this;
    }

    @Override
    public RowSet<Row> next() {
      return null;
    }
  }
}
