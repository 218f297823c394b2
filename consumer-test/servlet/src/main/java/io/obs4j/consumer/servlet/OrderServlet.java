package io.obs4j.consumer.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Answers with an order. */
final class OrderServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  private final transient DataSource orders;

  OrderServlet(DataSource orders) {
    this.orders = orders;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try (Connection connection = orders.getConnection();
        PreparedStatement select = connection.prepareStatement("SELECT CAST(? AS INT)")) {
      select.setString(1, request.getPathInfo().substring(1));
      try (ResultSet order = select.executeQuery()) {
        order.next();
        response.getWriter().print(order.getInt(1));
      }
    } catch (SQLException e) {
      throw new ServletException(e);
    }
  }
}
