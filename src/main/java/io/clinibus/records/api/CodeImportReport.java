package io.clinibus.records.api;

/**
 * What an import has done.
 *
 * @param rows how many codes the file has
 * @param added how many of them are new
 * @param changed how many had other names, or had been retired
 * @param retired how many codes of the system are not in the file any more
 */
public record CodeImportReport(long rows, long added, long changed, long retired) {}
