package io.joulebook.nvml.raw;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.joulebook.nvml.NvmlReturn;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What we wrote down against what a C compiler made of the header. */
class HeaderTest {

  @Test
  void everyConstantHasTheHeadersValue() throws IllegalAccessException {
    Map<String, Integer> header = new HashMap<>();
    Abi.constants().properties().forEach(c -> header.put(c.getKey(), c.getValue().asInt()));
    assertThat(ourConstants()).isNotEmpty().isEqualTo(header);
  }

  @Test
  void everyReturnCodeHasAName() {
    assertThat(codes())
        .hasSize(NvmlReturn.Code.values().length)
        .allSatisfy(code -> assertThat(NvmlReturn.of(code)).isInstanceOf(NvmlReturn.Code.class));
  }

  @Test
  void everyReturnCodeIsNamedAsTheHeaderNamesIt() {
    assertThat(NvmlReturn.Code.values())
        .allSatisfy(code -> assertThat(headerValue(code.name())).isEqualTo(code.code()));
  }

  @Test
  void theFieldValueHasTheHeadersLayout() {
    assertSize("nvmlFieldValue_t", NvmlFieldValue.SIZEOF);
    assertThat(ourOffsets()).isEqualTo(offsets("nvmlFieldValue_t"));
  }

  @Test
  void theAddressIsWhereTheHeaderHasIt() {
    assertSize("nvmlPciInfo_t", NvmlPciInfo.SIZEOF);
    assertThat(offsets("nvmlPciInfo_t")).containsEntry("busId", NvmlPciInfo.BUS_ID);
    assertThat(Abi.struct("nvmlPciInfo_t").at("/fields/busId/size").asInt())
        .isEqualTo(NvmlHeader.NVML_DEVICE_PCI_BUS_ID_BUFFER_SIZE);
  }

  @Test
  void theUtilizationHasTheHeadersLayout() {
    assertSize("nvmlUtilization_t", NvmlUtilization.SIZEOF);
    assertThat(offsets("nvmlUtilization_t"))
        .isEqualTo(Map.of("gpu", NvmlUtilization.GPU, "memory", NvmlUtilization.MEMORY));
  }

  @Test
  void theTemperatureHasTheHeadersLayout() {
    assertSize("nvmlTemperature_v1_t", NvmlTemperature.SIZEOF);
    assertThat(offsets("nvmlTemperature_v1_t"))
        .isEqualTo(
            Map.of(
                "version", NvmlTemperature.VERSION,
                "sensorType", NvmlTemperature.SENSOR_TYPE,
                "temperature", NvmlTemperature.TEMPERATURE));
  }

  @Test
  void everyNativeMethodHasTheHeadersSignature() {
    Map<String, String> header = new HashMap<>();
    Abi.signatures()
        .properties()
        .forEach(s -> header.put(s.getKey(), inJava(s.getValue().asText())));
    assertThat(ourSignatures()).isEqualTo(header);
  }

  private static void assertSize(String struct, int size) {
    assertThat(size).isEqualTo(Abi.struct(struct).path("sizeof").asInt());
  }

  private static Map<String, Integer> offsets(String struct) {
    Map<String, Integer> header = new HashMap<>();
    Abi.struct(struct)
        .path("fields")
        .properties()
        .forEach(f -> header.put(f.getKey(), f.getValue().path("offset").asInt()));
    return header;
  }

  private static Map<String, Integer> ourConstants() throws IllegalAccessException {
    Map<String, Integer> ours = new HashMap<>();
    for (Field constant : NvmlHeader.class.getFields()) {
      ours.put(constant.getName(), constant.getInt(null));
    }
    return ours;
  }

  private static Stream<Integer> codes() {
    return Abi.constants().properties().stream()
        .filter(c -> c.getKey().startsWith("NVML_ERROR_") || c.getKey().equals("NVML_SUCCESS"))
        .map(c -> c.getValue().asInt());
  }

  private static int headerValue(String name) {
    JsonNode error = Abi.constants().path("NVML_ERROR_" + name);
    return error.isMissingNode() ? Abi.constants().path("NVML_" + name).asInt() : error.asInt();
  }

  private static Map<String, Integer> ourOffsets() {
    return Map.of(
        "fieldId", NvmlFieldValue.FIELD_ID,
        "scopeId", NvmlFieldValue.SCOPE_ID,
        "timestamp", NvmlFieldValue.TIMESTAMP,
        "latencyUsec", NvmlFieldValue.LATENCY_USEC,
        "valueType", NvmlFieldValue.VALUE_TYPE,
        "nvmlReturn", NvmlFieldValue.NVML_RETURN,
        "value", NvmlFieldValue.VALUE);
  }

  private static Map<String, String> ourSignatures() {
    Map<String, String> ours = new HashMap<>();
    for (Class<?> functions : LibNvml.class.getDeclaredClasses()) {
      Arrays.stream(functions.getDeclaredMethods())
          .filter(m -> Modifier.isNative(m.getModifiers()))
          .forEach(m -> ours.put(m.getName(), m.getReturnType() + signature(m)));
    }
    return ours;
  }

  private static String signature(Method method) {
    return Arrays.toString(method.getParameterTypes());
  }

  /** LP64: pointers and handles are longs; ints, enums and unsigned ints are ints. */
  private static String inJava(String prototype) {
    String list = prototype.substring(prototype.indexOf('(') + 1, prototype.indexOf(')'));
    return "int"
        + Arrays.stream(list.split(",", -1))
            .map(String::strip)
            .filter(p -> !p.equals("void"))
            .map(p -> p.contains("*") || p.startsWith("nvmlDevice_t") ? "long" : "int")
            .toList();
  }
}
