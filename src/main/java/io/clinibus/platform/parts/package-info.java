/** Opening what is sealed in lists, where one damaged row must not hide the others. */
package io.clinibus.platform.parts;
