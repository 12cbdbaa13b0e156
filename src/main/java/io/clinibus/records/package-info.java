/**
 * Medical records: encounters and what belongs to them. Everything clinical is sealed before it
 * leaves the node.
 */
package io.clinibus.records;
