/** What makes several nodes one clinic: joining, leaving, and knowing when one was cut off. */
package io.clinibus.cluster;
