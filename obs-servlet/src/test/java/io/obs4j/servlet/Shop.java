package io.obs4j.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.obs4j.core.ServerRequest;
import io.opentelemetry.api.trace.Span;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** An application with a servlet for each way in which one may answer. */
final class Shop {

  static final int TEAPOT = 418;
  static final String ERROR_PAGE = "/oops";

  private static final byte[] MUCH = new byte[64 * 1024];
  private static final String DISPATCHED = "dispatched";

  /** The ids of the span that was current where it was asked for. */
  final AtomicReference<String> current = new AtomicReference<>();

  /** Opened once a client is gone. */
  final CountDownLatch gone = new CountDownLatch(1);

  /** What a servlet does. */
  private interface Handler {
    void handle(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException;
  }

  void addTo(ServletContext context) {
    add(context, "/tea", (request, response) -> answer(response, 200, "tea"));
    add(context, "/busy", (request, response) -> answer(response, 503, "busy"));
    add(context, "/orders/*", Shop::orders);
    add(context, "/told/*", Shop::told);
    add(context, "*.do", (request, response) -> answer(response, 200, "done"));
    add(context, "/text", Shop::text);
    add(context, "/stream", Shop::stream);
    add(context, "/endless", this::endless);
    add(context, "/again", Shop::again);
    add(context, "/moved", (request, response) -> response.sendRedirect("tea"));
    add(context, "/conflict", (request, response) -> response.sendError(409));
    add(context, "/teapot", (request, response) -> response.sendError(TEAPOT));
    add(context, ERROR_PAGE, this::oops);
    add(context, "/fail", Shop::fail);
    add(context, "/wrapped", Shop::wrapped);
    add(context, "/unavailable", Shop::unavailable);
    add(context, "/answered", Shop::answered);
    add(context, "/forward", (request, response) -> forward(request, response));
    add(context, "/include", Shop::include);
    add(context, "/async/complete", this::complete);
    add(context, "/async/wrapped", Shop::completeWrapped);
    add(context, "/async/dispatch", this::dispatch);
    add(context, "/async/twice", Shop::twice);
    add(context, "/async/fail", Shop::failDispatched);
    add(context, "/async/timeout", (request, response) -> request.startAsync().setTimeout(50));
    add(context, "/async/late", Shop::answerTimeout);
  }

  private static void add(ServletContext context, String pattern, Handler handler) {
    ServletRegistration.Dynamic servlet =
        context.addServlet(
            pattern,
            new HttpServlet() {
              private static final long serialVersionUID = 1;

              @Override
              protected void service(HttpServletRequest request, HttpServletResponse response)
                  throws ServletException, IOException {
                handler.handle(request, response);
              }
            });
    servlet.setAsyncSupported(true);
    servlet.addMapping(pattern);
  }

  static void answer(HttpServletResponse response, int status, String text) throws IOException {
    response.setStatus(status);
    response.setHeader("X-Kind", "tea");
    response.getOutputStream().write(text.getBytes(UTF_8));
  }

  private static void orders(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getPathInfo() != null) {
      request.setAttribute(ServletRoutes.SPRING, "/{id}");
    }
    answer(response, 200, "order");
  }

  private static void told(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.setAttribute(ServletRoutes.SPRING, "/{x}");
    ServerRequest.current().route("/shop/told/{id}");
    answer(response, 200, "told");
  }

  private static void text(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=" + request.getParameter("charset"));
    PrintWriter out = response.getWriter();
    out.println("\u00e4");
    out.print(true);
    out.write('x');
    out.write(new char[] {'a', 'b', 'c'}, 1, 2);
    out.printf("%d", 17);
    out.append("-\u00fc-", 0, 2);
  }

  private static void stream(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    for (int i = 0; i < 3; i++) {
      response.getOutputStream().write(MUCH);
      response.flushBuffer();
    }
    response.getOutputStream().write('.');
  }

  private void endless(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getOutputStream().write('.');
    response.flushBuffer();
    try {
      gone.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    while (true) {
      response.getOutputStream().write(MUCH);
      response.flushBuffer();
    }
  }

  private static void again(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getOutputStream().print("taken back");
    response.reset();
    response.getWriter().print("tea");
  }

  private void oops(HttpServletRequest request, HttpServletResponse response) throws IOException {
    request.setAttribute(ServletRoutes.SPRING, "/error");
    current.set(Span.current().getSpanContext().getSpanId());
    response.getOutputStream().print("sorry");
  }

  private static void fail(HttpServletRequest request, HttpServletResponse response) {
    throw new IllegalStateException("planted");
  }

  private static void wrapped(HttpServletRequest request, HttpServletResponse response)
      throws ServletException {
    throw new ServletException("outer", new IllegalStateException("planted"));
  }

  private static void unavailable(HttpServletRequest request, HttpServletResponse response)
      throws ServletException {
    throw new UnavailableException("planted", 1);
  }

  private static void answered(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ServerRequest.current().fail(new IllegalStateException("planted"));
    answer(response, 500, "internal error");
  }

  private static void forward(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    request.getRequestDispatcher("/tea").forward(request, response);
  }

  private static void include(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    request.getRequestDispatcher("/tea").include(request, response);
    response.getOutputStream().print(" and milk");
  }

  private void complete(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    ServerRequest observed = ObsFilter.request(request);
    new Thread(
            () -> {
              current.set(Span.fromContext(observed.context()).getSpanContext().getSpanId());
              answerQuietly(async, 201, "late tea");
              async.complete();
            })
        .start();
  }

  private static void completeWrapped(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync(request, response);
    new Thread(
            () -> {
              answerQuietly(async, 200, "late tea");
              async.complete();
            })
        .start();
  }

  private static void answerQuietly(AsyncContext async, int status, String text) {
    try {
      answer((HttpServletResponse) async.getResponse(), status, text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void dispatch(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      current.set(Span.current().getSpanContext().getSpanId());
      request.setAttribute(ServletRoutes.SPRING, "/async/{how}");
      answer(response, 202, "late tea");
    } else {
      AsyncContext async = request.startAsync(request, response);
      new Thread(async::dispatch).start();
    }
  }

  private static void twice(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Integer before = (Integer) request.getAttribute(DISPATCHED);
    int times = before == null ? 0 : before;
    if (times == 2) {
      answer(response, 200, "twice");
    } else {
      request.setAttribute(DISPATCHED, times + 1);
      request.startAsync(request, response).dispatch();
    }
  }

  private static void failDispatched(HttpServletRequest request, HttpServletResponse response) {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      throw new IllegalStateException("planted");
    } else if (request.getDispatcherType() == DispatcherType.REQUEST) {
      request.startAsync(request, response).dispatch();
    }
  }

  private static void answerTimeout(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    async.setTimeout(50);
    async.addListener(
        new AsyncListener() {
          @Override
          public void onComplete(AsyncEvent event) {}

          @Override
          public void onTimeout(AsyncEvent event) {
            answerQuietly(async, 200, "nothing yet");
            async.complete();
          }

          @Override
          public void onError(AsyncEvent event) {}

          @Override
          public void onStartAsync(AsyncEvent event) {}
        });
  }
}
