/**
 * Input of the generator: the hand-written profile of the clinic, its size, its seed and the
 * sign-in accounts.
 */
package io.clinibus.demo.profile;
