package io.obs4j.operation;

import java.util.concurrent.Flow;

/** A publisher whose run ends when the first of its subscriptions does. */
final class ObservedPublisher<T> implements Flow.Publisher<T> {

  private final Flow.Publisher<T> delegate;
  private final PendingEnd end;

  ObservedPublisher(Flow.Publisher<T> delegate, PendingEnd end) {
    this.delegate = delegate;
    this.end = end;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    delegate.subscribe(subscriber == null ? null : new Observer<T>(subscriber, end));
  }

  /** Stands between a subscriber and its subscription. */
  private static final class Observer<T> implements Flow.Subscriber<T>, Flow.Subscription {

    private final Flow.Subscriber<? super T> subscriber;
    private final PendingEnd end;

    @SuppressWarnings("NullAway.Init") // set before the subscriber knows of it
    private Flow.Subscription subscription;

    Observer(Flow.Subscriber<? super T> subscriber, PendingEnd end) {
      this.subscriber = subscriber;
      this.end = end;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription = newSubscription;
      subscriber.onSubscribe(this);
    }

    @Override
    public void onNext(T item) {
      subscriber.onNext(item);
    }

    @Override
    public void onError(Throwable failure) {
      end.fail(failure);
      subscriber.onError(failure);
    }

    @Override
    public void onComplete() {
      end.succeed(null);
      subscriber.onComplete();
    }

    @Override
    public void request(long count) {
      subscription.request(count);
    }

    @Override
    public void cancel() {
      end.cancel();
      subscription.cancel();
    }
  }
}
