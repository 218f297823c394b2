package io.obs4j.slf4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.logging.format.LogLevel;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.Before;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.LoggerFactoryFriend;
import org.slf4j.helpers.SubstituteLoggerFactory;
import org.slf4j.helpers.SubstituteServiceProvider;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;
import org.slf4j.testHarness.MultithreadedInitializationTest;

/**
 * SLF4J's own judge of providers: what threads log while it is initialized is not lost. Our
 * initialization, which takes no time, is drawn out until all other threads have logged.
 */
public class InitializationTest extends MultithreadedInitializationTest {

  private static AtomicLong logged = new AtomicLong();

  private Captured captured;

  @Before
  public void uninitialize() throws ReflectiveOperationException {
    logged = eventCount;
    System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, SlowProvider.class.getName());
    LoggerFactoryFriend.reset();
    expectEarlyLoggers();
    captured = Captured.at(LogLevel.TRACE);
  }

  /**
   * A reset leaves this as the first initialization of the process has set it: what early loggers
   * of the second one log would be thrown away.
   */
  private static void expectEarlyLoggers() throws ReflectiveOperationException {
    Field provider = LoggerFactory.class.getDeclaredField("SUBST_PROVIDER");
    provider.setAccessible(true);
    SubstituteLoggerFactory early =
        ((SubstituteServiceProvider) provider.get(null)).getSubstituteLoggerFactory();
    Field initialized = SubstituteLoggerFactory.class.getDeclaredField("postInitialization");
    initialized.setAccessible(true);
    initialized.setBoolean(early, false);
    early.clear();
  }

  @After
  public void giveBack() {
    System.clearProperty(LoggerFactory.PROVIDER_PROPERTY_KEY);
    captured.close();
    LoggerFactoryFriend.reset();
  }

  /**
   * SLF4J's comparison lets thirty events be lost. What it can lose itself is one of each thread:
   * the event on its way into SLF4J's queue while that is emptied for the last time.
   */
  @Override
  protected long getRecordedEventCount() {
    Map<String, Long> recorded =
        captured.lines().stream()
            .map(line -> line.path("process.thread.name").asText())
            .collect(Collectors.groupingBy(thread -> thread, Collectors.counting()));
    long each = (eventCount.get() - 1) / THREAD_COUNT;
    recorded.remove(Thread.currentThread().getName());
    assertThat(recorded).as("lines by thread").hasSize(THREAD_COUNT);
    assertThat(recorded.values()).as("lines by thread").allMatch(n -> n == each || n == each - 1);
    return captured.lines().size();
  }

  /** Our provider, which takes its time. */
  public static final class SlowProvider implements SLF4JServiceProvider {

    private final SLF4JServiceProvider ours = new ObsServiceProvider();

    /** Called by SLF4J. */
    public SlowProvider() {}

    @Override
    public void initialize() {
      long begun = System.nanoTime();
      while (logged.get() < THREAD_COUNT - 1
          && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(30)) {
        LockSupport.parkNanos(100_000);
      }
      ours.initialize();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
      return ours.getLoggerFactory();
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
      return ours.getMarkerFactory();
    }

    @Override
    public MDCAdapter getMDCAdapter() {
      return ours.getMDCAdapter();
    }

    @Override
    public String getRequestedApiVersion() {
      return ours.getRequestedApiVersion();
    }
  }
}
