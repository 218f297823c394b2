package io.obs4j.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;

/** A prepared statement that hands on its parameters, and looks at none. */
abstract sealed class ForwardingPreparedStatement<S extends PreparedStatement>
    extends ObservedStatement<S> implements PreparedStatement permits ObservedPreparedStatement {

  ForwardingPreparedStatement(S statement, ObservedConnection connection) {
    super(statement, connection);
  }

  @Override
  public void clearParameters() throws SQLException {
    statement.clearParameters();
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    return statement.getMetaData();
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    return statement.getParameterMetaData();
  }

  @Override
  public void setArray(int index, Array value) throws SQLException {
    statement.setArray(index, value);
  }

  @Override
  public void setAsciiStream(int index, InputStream stream, int length) throws SQLException {
    statement.setAsciiStream(index, stream, length);
  }

  @Override
  public void setAsciiStream(int index, InputStream stream, long length) throws SQLException {
    statement.setAsciiStream(index, stream, length);
  }

  @Override
  public void setAsciiStream(int index, InputStream stream) throws SQLException {
    statement.setAsciiStream(index, stream);
  }

  @Override
  public void setBigDecimal(int index, BigDecimal value) throws SQLException {
    statement.setBigDecimal(index, value);
  }

  @Override
  public void setBinaryStream(int index, InputStream stream, int length) throws SQLException {
    statement.setBinaryStream(index, stream, length);
  }

  @Override
  public void setBinaryStream(int index, InputStream stream, long length) throws SQLException {
    statement.setBinaryStream(index, stream, length);
  }

  @Override
  public void setBinaryStream(int index, InputStream stream) throws SQLException {
    statement.setBinaryStream(index, stream);
  }

  @Override
  public void setBlob(int index, InputStream stream, long length) throws SQLException {
    statement.setBlob(index, stream, length);
  }

  @Override
  public void setBlob(int index, InputStream stream) throws SQLException {
    statement.setBlob(index, stream);
  }

  @Override
  public void setBlob(int index, Blob value) throws SQLException {
    statement.setBlob(index, value);
  }

  @Override
  public void setBoolean(int index, boolean on) throws SQLException {
    statement.setBoolean(index, on);
  }

  @Override
  public void setByte(int index, byte value) throws SQLException {
    statement.setByte(index, value);
  }

  @Override
  public void setBytes(int index, byte[] value) throws SQLException {
    statement.setBytes(index, value);
  }

  @Override
  public void setCharacterStream(int index, Reader reader, int length) throws SQLException {
    statement.setCharacterStream(index, reader, length);
  }

  @Override
  public void setCharacterStream(int index, Reader reader, long length) throws SQLException {
    statement.setCharacterStream(index, reader, length);
  }

  @Override
  public void setCharacterStream(int index, Reader reader) throws SQLException {
    statement.setCharacterStream(index, reader);
  }

  @Override
  public void setClob(int index, Reader reader, long length) throws SQLException {
    statement.setClob(index, reader, length);
  }

  @Override
  public void setClob(int index, Reader reader) throws SQLException {
    statement.setClob(index, reader);
  }

  @Override
  public void setClob(int index, Clob value) throws SQLException {
    statement.setClob(index, value);
  }

  @Override
  public void setDate(int index, Date value, Calendar calendar) throws SQLException {
    statement.setDate(index, value, calendar);
  }

  @Override
  public void setDate(int index, Date value) throws SQLException {
    statement.setDate(index, value);
  }

  @Override
  public void setDouble(int index, double value) throws SQLException {
    statement.setDouble(index, value);
  }

  @Override
  public void setFloat(int index, float value) throws SQLException {
    statement.setFloat(index, value);
  }

  @Override
  public void setInt(int index, int number) throws SQLException {
    statement.setInt(index, number);
  }

  @Override
  public void setLong(int index, long length) throws SQLException {
    statement.setLong(index, length);
  }

  @Override
  public void setNCharacterStream(int index, Reader reader, long length) throws SQLException {
    statement.setNCharacterStream(index, reader, length);
  }

  @Override
  public void setNCharacterStream(int index, Reader reader) throws SQLException {
    statement.setNCharacterStream(index, reader);
  }

  @Override
  public void setNClob(int index, Reader reader, long length) throws SQLException {
    statement.setNClob(index, reader, length);
  }

  @Override
  public void setNClob(int index, Reader reader) throws SQLException {
    statement.setNClob(index, reader);
  }

  @Override
  public void setNClob(int index, NClob value) throws SQLException {
    statement.setNClob(index, value);
  }

  @Override
  public void setNString(int index, String value) throws SQLException {
    statement.setNString(index, value);
  }

  @Override
  public void setNull(int index, int sqlType, String typeName) throws SQLException {
    statement.setNull(index, sqlType, typeName);
  }

  @Override
  public void setNull(int index, int sqlType) throws SQLException {
    statement.setNull(index, sqlType);
  }

  @Override
  public void setObject(int index, Object value, int sqlType, int scale) throws SQLException {
    statement.setObject(index, value, sqlType, scale);
  }

  @Override
  public void setObject(int index, Object value, int sqlType) throws SQLException {
    statement.setObject(index, value, sqlType);
  }

  @Override
  public void setObject(int index, Object value, SQLType type, int scale) throws SQLException {
    statement.setObject(index, value, type, scale);
  }

  @Override
  public void setObject(int index, Object value, SQLType type) throws SQLException {
    statement.setObject(index, value, type);
  }

  @Override
  public void setObject(int index, Object value) throws SQLException {
    statement.setObject(index, value);
  }

  @Override
  public void setRef(int index, Ref value) throws SQLException {
    statement.setRef(index, value);
  }

  @Override
  public void setRowId(int index, RowId value) throws SQLException {
    statement.setRowId(index, value);
  }

  @Override
  public void setSQLXML(int index, SQLXML value) throws SQLException {
    statement.setSQLXML(index, value);
  }

  @Override
  public void setShort(int index, short value) throws SQLException {
    statement.setShort(index, value);
  }

  @Override
  public void setString(int index, String value) throws SQLException {
    statement.setString(index, value);
  }

  @Override
  public void setTime(int index, Time value, Calendar calendar) throws SQLException {
    statement.setTime(index, value, calendar);
  }

  @Override
  public void setTime(int index, Time value) throws SQLException {
    statement.setTime(index, value);
  }

  @Override
  public void setTimestamp(int index, Timestamp value, Calendar calendar) throws SQLException {
    statement.setTimestamp(index, value, calendar);
  }

  @Override
  public void setTimestamp(int index, Timestamp value) throws SQLException {
    statement.setTimestamp(index, value);
  }

  @Override
  public void setURL(int index, URL value) throws SQLException {
    statement.setURL(index, value);
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation")
  public void setUnicodeStream(int index, InputStream stream, int length) throws SQLException {
    statement.setUnicodeStream(index, stream, length);
  }
}
