/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * The parts of a message's way, each by itself: {@code java @jvm.options -jar benchmarks/target/benchmarks.jar [NAME] -prof gc}. On the
 * data path each allocates 0 B. {@code bin/bench costs} runs them all, shortly, and predicts the whole from them.
 */
package io.umcast.benchmarks.jmh;
