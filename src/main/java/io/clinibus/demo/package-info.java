/** Generated clinics: a small one for a first run, a large one for benchmarks. */
package io.clinibus.demo;
