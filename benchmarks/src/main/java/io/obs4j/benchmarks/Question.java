package io.obs4j.benchmarks;

import java.io.IOException;
import java.util.List;

/** Something that is asked of us and of the peers in one run. */
interface Question {

  /** How it is called in the report; patterns match it. */
  String name();

  /** What all sides export after the same work, ours first. */
  List<Outcome> outcomes();

  /** One line for each peer. */
  List<Ratio> answer(Run run) throws IOException;
}
