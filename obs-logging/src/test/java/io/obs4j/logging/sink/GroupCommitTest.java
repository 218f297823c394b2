package io.obs4j.logging.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupCommitTest {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void commit_whoseForceFails_failsAllOfItsGroup(boolean error) {
    List<Boolean> fails = new ArrayList<>(List.of(true, false));
    GroupCommit commits =
        new GroupCommit(
            () -> {
              if (fails.remove(0)) {
                if (error) {
                  throw new InternalError("on purpose");
                }
                throw new IOException("on purpose");
              }
            });
    long before = commits.failures();
    GroupCommit.Group first = commits.join();
    commits.await(first);
    assertThat(commits.failures()).isEqualTo(before + 1);
    assertThat(commits.lastFailure()).hasMessage("on purpose");

    commits.await(first);
    assertThat(fails).hasSize(1);
    commits.await(commits.join());
    assertThat(fails).isEmpty();
    assertThat(commits.failures()).isEqualTo(before + 1);
  }
}
