package io.joulebook.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import io.joulebook.nvml.raw.NvmlFieldValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A field's answer, as the driver may have filled it in. */
class FieldsTest {
  private static final int VALUE_TYPE = 24;
  private static final int NVML_RETURN = 28;
  private static final int VALUE = 32;

  private final Memory field = new Memory(NvmlFieldValue.SIZEOF);

  @ParameterizedTest
  @CsvSource({
    "1, -1, 4294967295", // unsigned int
    "2, -1, -1", // unsigned long
    "3, 5000000000, 5000000000", // unsigned long long
    "4, -5, -5", // signed long long
    "5, -7, -7", // signed int
    "6, 65535, 65535", // unsigned short
  })
  void everyIntegerTypeIsRead(int type, long value, long read) {
    assertThat(answered(0, type, value)).isEqualTo(new NvmlValue.Value(read));
  }

  @ParameterizedTest
  @CsvSource({"0", "7", "-1", "99"})
  void otherTypesAreNotGuessedAt(int type) {
    assertThat(answered(0, type, 42)).isEqualTo(new NvmlValue.Unavailable(NvmlReturn.Code.UNKNOWN));
  }

  @Test
  void theFieldsOwnReturnDecides() {
    assertThat(answered(3, 1, 42))
        .isEqualTo(new NvmlValue.Unavailable(NvmlReturn.Code.NOT_SUPPORTED));
  }

  @Test
  void aFieldTheDriverLeftUnfilledIsUnavailable() {
    NvmlFieldValue.ask(field, 186, 0);
    assertThat(OutValues.field(field))
        .isEqualTo(new NvmlValue.Unavailable(NvmlReturn.Code.UNKNOWN));
  }

  private NvmlValue answered(int code, int type, long value) {
    NvmlFieldValue.ask(field, 186, 0);
    field.setInt(NVML_RETURN, code);
    field.setInt(VALUE_TYPE, type);
    field.setLong(VALUE, value);
    return OutValues.field(field);
  }
}
