package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CUDA's rules, on a host with four GPUs. */
class CudaVisibleDevicesTest {
  private static final String A = "GPU-aaaa0000-1111-4222-8333-000000000000";
  private static final String B = "GPU-bbbb0000-1111-4222-8333-000000000001";
  private static final String B2 = "GPU-bbbb1111-1111-4222-8333-000000000002";
  private static final List<String> UUIDS = List.of(A, B, B2, "GPU-dddd");

  private static String read(String list) {
    return CudaVisibleDevices.read(list, UUIDS.size(), UUIDS).devices().stream()
        .map(CudaVisibleDevicesTest::shown)
        .collect(Collectors.joining(" "));
  }

  private static String shown(CudaVisibleDevices.Device device) {
    if (device instanceof CudaVisibleDevices.Ordinal index) {
      return String.valueOf(index.ordinal());
    }
    return device instanceof CudaVisibleDevices.Uuid named
        ? String.valueOf("ABC".charAt(UUIDS.indexOf(named.uuid())))
        : ((CudaVisibleDevices.MigInstance) device).name();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "0, 0",
    "'2,0,1', 2 0 1",
    "' 1 , 3 ', 1 3",
    "'0,1,4,2', 0 1",
    "'0,-1,1', 0",
    "-1, ''",
    "'0,,1', 0",
    "'1,x,2', 1",
    "'x,0', ''",
    "'1,0,1', ''",
    "'+1,0', 1 0",
    "'1gpu,2ampere', 1 2",
    "'99999999999', ''",
    "NoDevFiles, ''",
    "GPU-aaaa, A",
    "gpu-aaaa, ''",
    "GPU-AAAA, A",
    "'GPU-bbbb1,GPU-aaaa', C A",
    "GPU-bbbb, ''",
    "'GPU-aaaa,GPU-bbbb,GPU-bbbb0', A",
    "'GPU-aaaa,0', A",
    "'GPU-zzzz,GPU-aaaa', ''",
    "'GPU-aaaa,GPU-aaaa0000', ''",
    "GPU-, ''",
    "GPU-bbbb0000-1111-4222-8333-000000000001, B",
    "GPU-BBBB0000-1111-4222-8333-000000000001, B",
    "'GPU-BBBB0000-1111-4222-8333-000000000001,GPU-bbbb0', ''",
    "'MIG-6f3e,MIG-77aa', MIG-6f3e MIG-77aa",
    "'MIG-6f3e,GPU-aaaa', MIG-6f3e",
    "'MIG-6f3e,MIG-6f3e', ''",
    "MIG-GPU-aaaa/1/0, MIG-GPU-aaaa/1/0",
  })
  void theListIsReadAsCudaReadsIt(String list, String devices) {
    assertThat(read(list)).isEqualTo(devices);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'0,7', \"7\" names no device",
    "GPU-bbbb, several UUIDs",
    "'1,1', repeats a device",
    "'GPU-zzzz,GPU-aaaa', names no device",
  })
  void whatDoesNotNameWhatItSeemsToIsSaid(String list, String remark) {
    assertThat(CudaVisibleDevices.read(list, UUIDS.size(), UUIDS).remark()).contains(remark);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"'0,1'", "-1", "'0,-1'", "GPU-aaaa"})
  void whatNamesWhatItSeemsToNeedsNoRemark(String list) {
    assertThat(CudaVisibleDevices.read(list, UUIDS.size(), UUIDS).remark()).isEmpty();
  }
}
