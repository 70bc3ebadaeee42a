package org.jxinetd.log.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;

class FileSettingTest {

  private static FileSetting parse(String logType) throws ConfigException {
    ServiceSpec service = Services.service("ftp", logType.split(" "));
    return FileSetting.parse(service, Services.logType(service));
  }

  @ParameterizedTest
  @CsvSource({
    "FILE /var/log/x, 0, 0",
    "FILE /var/log/x 0, 0, 0",
    "FILE /var/log/x 0 100, 0, 0",
    "FILE /var/log/x 1000, 1000, 6120",
    "FILE /var/log/x 1000k, 1024000, 1034240",
    "FILE /var/log/x 1M, 1048576, 1059061",
    "FILE /var/log/x 100m, 104857600, 104878080",
    "FILE /var/log/x 200 400, 200, 400",
    "FILE /var/log/x 200 200, 200, 200",
    "FILE /var/log/x 1K 2k, 1024, 2048",
  })
  void readsPathAndLimits(String logType, long soft, long hard) throws ConfigException {
    assertEquals(Path.of("/var/log/x"), parse(logType).path());
    assertEquals(new SizeLimit(soft, hard), parse(logType).limit());
  }

  @ParameterizedTest
  @CsvSource({
    "FILE, wrong number of arguments",
    "FILE /x 1 2 3, wrong number of arguments",
    "FILE /x 100 50, hard limit (50) is less than soft limit (100)",
    "FILE /x -1, soft limit is invalid",
    "FILE /x k, soft limit is invalid",
    "FILE /x 1g, soft limit is invalid",
    "FILE /x 1kk, soft limit is invalid",
    "FILE /x 0x10, soft limit is invalid",
    "FILE /x 99999999999999999999, soft limit is invalid",
    "FILE /x 999999999999999m, soft limit is invalid",
    "FILE /x 100 many, hard limit is invalid",
  })
  void refusesWhatIsMalformed(String logType, String why) {
    ConfigException refused = assertThrows(ConfigException.class, () -> parse(logType));

    String text = refused.problems().getFirst().toString();
    assertTrue(text.startsWith("xinetd.conf:3: log_type: " + why), text);
    assertEquals("service ftp not started", refused.problems().getFirst().consequence());
  }

  @Test
  void refusesAPathThatIsNone() {
    ServiceSpec service = Services.service("ftp", "FILE", "/x\0y");

    assertThrows(
        ConfigException.class, () -> FileSetting.parse(service, Services.logType(service)));
  }
}
