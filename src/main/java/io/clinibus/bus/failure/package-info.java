/**
 * Failures of requests: kinds of refusals, and errors of single fields as codes that clients
 * translate.
 */
package io.clinibus.bus.failure;
