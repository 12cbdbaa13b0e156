import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chartColours } from './chartData';

const tokens = readFileSync(join(import.meta.dirname, '../../../shared/styles/tokens.scss'), 'utf8');

it.each(chartColours)('the colour %s is one of the app', (name) => {
  expect(tokens).toContain(`'${name}': #`);
});
