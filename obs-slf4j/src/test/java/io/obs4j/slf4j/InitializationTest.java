package io.obs4j.slf4j;

import io.obs4j.logging.format.LogLevel;
import org.junit.After;
import org.junit.Before;
import org.slf4j.LoggerFactoryFriend;
import org.slf4j.testHarness.MultithreadedInitializationTest;

/** SLF4J's own judge of providers: what threads log while it is initialized is not lost. */
public class InitializationTest extends MultithreadedInitializationTest {

  private Captured captured;

  @Before
  public void uninitialize() {
    LoggerFactoryFriend.reset();
    captured = Captured.at(LogLevel.TRACE);
  }

  @After
  public void giveBack() {
    captured.close();
    LoggerFactoryFriend.reset();
  }

  @Override
  protected long getRecordedEventCount() {
    return captured.lines().size();
  }
}
