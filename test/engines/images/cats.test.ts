import { createHash } from 'node:crypto';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { describeCat, drawCat } from '../../../labs/images/cats/cat.mjs';

const ids = Array.from({ length: 200 }, (_, index) =>
  createHash('sha256').update(`cat ${index}`).digest('hex'),
);

describe('drawing a cat', () => {
  it('draws the same cat for the same container, by its short id and its long one', () => {
    for (const id of ids) expect(drawCat(id.slice(0, 12))).toBe(drawCat(id));
  });

  it('draws clearly different cats', () => {
    expect(new Set(ids.map((id) => drawCat(id))).size).toBe(ids.length);
    expect(new Set(ids.map(describeCat)).size).toBeGreaterThan(150);
  });

  it('draws well-formed SVG of a few kilobytes, with a title', () => {
    for (const id of ids) {
      const svg = drawCat(id);
      expect(XMLValidator.validate(svg)).toBe(true);
      expect(svg).not.toMatch(/NaN|undefined/);
      expect(svg.length).toBeLessThan(6000);
      expect(svg).toContain(`>${describeCat(id)}</title>`);
    }
  });

  it('takes size and title from outside, as text', () => {
    const svg = drawCat('0123456789ab', { size: 48, title: '<b>&' });
    expect(svg).toContain('width="48" height="48"');
    expect(svg).toContain('>&lt;b&gt;&amp;</title>');
  });

  it('cannot be talked into markup by an id', () => {
    expect(XMLValidator.validate(drawCat('"><script>'))).toBe(true);
    expect(drawCat('"><script>')).not.toContain('<script');
  });
});
