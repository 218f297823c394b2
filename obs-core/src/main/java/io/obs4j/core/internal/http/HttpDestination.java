package io.obs4j.core.internal.http;

import io.obs4j.core.Clock;

/**
 * What all who send to one destination share.
 *
 * @param name for the names of threads
 * @param settings where and how to send
 * @param retry when to send again
 * @param format what answers mean
 * @param report where failure and recovery are told
 * @param meter where requests and records are counted
 * @param clock measures
 * @param alarms break off what takes too long, and tell when to try again
 */
public record HttpDestination(
    String name,
    HttpSettings settings,
    Retry retry,
    AnswerFormat format,
    DestinationReport report,
    SendMeter meter,
    Clock clock,
    Alarms alarms) {}
