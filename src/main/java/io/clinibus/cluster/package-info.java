/** Clustering: join, leave, heartbeats and partition detection. */
package io.clinibus.cluster;
