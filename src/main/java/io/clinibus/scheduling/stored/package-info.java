/** How texts of visits and of the waitlist are stored: sealed. */
package io.clinibus.scheduling.stored;
