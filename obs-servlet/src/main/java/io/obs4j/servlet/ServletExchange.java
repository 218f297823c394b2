package io.obs4j.servlet;

import io.obs4j.http.ServerExchange;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a container knows of a request, and what was answered. */
final class ServletExchange implements ServerExchange {

  private static final long UNKNOWN = -1;
  private static final int BAD_REQUEST = HttpServletResponse.SC_BAD_REQUEST;
  private static final String SESSION = ";jsessionid=";

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private long bytesSent;
  private boolean sizeUnknown;
  private @Nullable Throwable thrown;

  ServletExchange(HttpServletRequest request, HttpServletResponse response) {
    this.request = request;
    this.response = response;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  /** Without the id of a session, which opens it to whoever knows it. */
  @Override
  public String path() {
    String path = request.getRequestURI();
    if (request.getDispatcherType() == DispatcherType.ERROR
        && request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String asked) {
      path = asked;
    }
    int session = path.indexOf(SESSION);
    if (session < 0) {
      return path;
    }
    int end = session + SESSION.length();
    while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != ';') {
      end++;
    }
    return path.substring(0, session) + path.substring(end);
  }

  @Override
  public @Nullable String query() {
    return request.getQueryString();
  }

  @Override
  public boolean isSecure() {
    return request.isSecure();
  }

  @Override
  public String protocol() {
    return request.getProtocol();
  }

  @Override
  public @Nullable String host() {
    String host = request.getHeader("Host");
    return host == null ? request.getServerName() + ':' + request.getServerPort() : host;
  }

  @Override
  public @Nullable String peerAddress() {
    return request.getRemoteAddr();
  }

  @Override
  public int peerPort() {
    return request.getRemotePort();
  }

  @Override
  public Iterable<String> requestHeaderNames() {
    return listOf(request.getHeaderNames());
  }

  @Override
  public @Nullable String requestHeader(String name) {
    return request.getHeader(name);
  }

  @Override
  public List<String> requestHeaders(String name) {
    return listOf(request.getHeaders(name));
  }

  private static List<String> listOf(@Nullable Enumeration<String> values) {
    return values == null ? List.of() : Collections.list(values);
  }

  /** As declared: a container reads forms by itself, past whoever would count. */
  @Override
  public long requestBytes() {
    return request.getContentLengthLong();
  }

  void sent(long bytes) {
    bytesSent += bytes;
  }

  /** What was written has been taken back. */
  void takenBack() {
    bytesSent = 0;
  }

  /** The body is, or may be, written past who counts. */
  void sizeUnknown() {
    sizeUnknown = true;
  }

  /** An exception has gone on to the container, which answers it if it still can. */
  void thrown(Throwable exception) {
    thrown = exception;
    sizeUnknown |= !response.isCommitted();
  }

  boolean hasThrown() {
    return thrown != null;
  }

  /**
   * Until the container has answered an exception there is the status that was before; what it will
   * answer with, the specification says.
   */
  @Override
  public int status() {
    if (thrown == null || response.isCommitted() || response.getStatus() >= BAD_REQUEST) {
      return response.getStatus();
    }
    if (thrown instanceof UnavailableException unavailable) {
      return unavailable.isPermanent()
          ? HttpServletResponse.SC_NOT_FOUND
          : HttpServletResponse.SC_SERVICE_UNAVAILABLE;
    }
    return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
  }

  @Override
  public long responseBytes() {
    if (sizeUnknown) {
      return UNKNOWN;
    }
    return request.getMethod().equals("HEAD") ? 0 : bytesSent;
  }

  @Override
  public List<String> responseHeaders(String name) {
    return List.copyOf(response.getHeaders(name));
  }

  @Override
  public @Nullable String user() {
    return request.getRemoteUser();
  }
}
