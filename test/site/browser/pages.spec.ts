import { pathToFileURL } from 'node:url';
import { expect, LAB, test } from './workbook.ts';

test('the search is brought by a key, works without a host, and leads to the place', async ({
  page,
  site,
}) => {
  await page.goto(`${pathToFileURL(site)}/${LAB}`);
  await page.keyboard.press('/');
  const input = page.getByRole('searchbox', { name: 'Search for' });
  await expect(input).toBeFocused();
  await input.fill('deregistraton dela');
  const results = page.locator('.search-results a');
  await expect(results.first()).toHaveText('deregistration delay');
  await expect(page.locator('.search-results mark').first()).toHaveText('deregistration');
  await page.keyboard.press('ArrowDown');
  await expect(results.first()).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(input).toBeFocused();

  await input.fill('harmed');
  await expect(page.locator('.search-results p').first()).toContainText('<script>globalThis');
  expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false);
  await input.fill('qqqqq');
  await expect(page.getByText('Nothing found. Try fewer words')).toBeVisible();
  await input.fill('make a cluster');
  await expect(results.first()).toHaveText('Make a cluster');
  await page.keyboard.press('Escape');
  await expect(input).toBeHidden();
  await page.keyboard.press('/');
  await expect(input).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/labs\/container-of-cats\/index\.html#step-cluster$/);
  await expect(input).toBeHidden();
});

test('the search has a page of its own, which takes its words from the address', async ({
  page,
  host,
}) => {
  await page.goto(`${host.url}search/index.html?q=revision`);
  await expect(page.locator('.search-results a').first()).toHaveText('revision');
  const input = page.getByRole('searchbox', { name: 'Search for' });
  await expect(input).toBeFocused();
  await input.fill('ceiling');
  await expect(page).toHaveURL(/#q=ceiling$/);
  await page.reload();
  await expect(input).toHaveValue('ceiling');
});

test('the head leads everywhere by keyboard, and More folds behind one', async ({ page, host }) => {
  await page.goto(host.url + LAB);
  const more = page.locator('[data-more]');
  await more.locator('summary').focus();
  await page.keyboard.press('Enter');
  const book = page.getByRole('link', { name: 'The book to print' });
  await expect(book).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(book).toBeHidden();
  await expect(more.locator('summary')).toBeFocused();
  await page.keyboard.press('Enter');
  await book.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The whole book');
  await page.getByRole('link', { name: 'Glossary' }).click();
  await expect(page.getByRole('link', { name: 'Glossary' })).toHaveAttribute(
    'aria-current',
    'page',
  );
});

test('a word of the glossary leads there from a lab, and back to its first use', async ({
  page,
  host,
}) => {
  await page.goto(host.url + LAB);
  await page.locator('.prose a.term').first().click();
  await expect(page).toHaveURL(/glossary\/index\.html#image$/);
  const entry = page.locator('#image');
  await expect(entry).toBeInViewport();
  await entry.getByRole('link', { name: 'lab 1, Container of cats' }).click();
  await expect(page).toHaveURL(/container-of-cats\/index\.html#what-you-will-see$/);
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the search says what to do instead, and the head works', async ({ page, host }) => {
    await page.goto(`${host.url}search/index.html`);
    await expect(page.getByText('The search needs a script')).toBeVisible();
    await page.getByRole('link', { name: 'the whole book' }).click();
    await expect(page.getByText('Question 1.')).toBeVisible();
    await page.getByText('More', { exact: true }).click();
    await expect(page.getByRole('link', { name: 'Differences from AWS' })).toBeVisible();
  });
});

test('on paper there is the text, dark on white, and nothing to press', async ({ page, site }) => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.setViewportSize({ width: 720, height: 1000 });
  for (const path of ['book/index.html', LAB]) {
    await page.goto(`${pathToFileURL(site)}/${path}`);
    await expect(page.getByText('docker build -t containerofcats').first()).toBeVisible();
    await expect(page.locator('button:visible, .bar:visible, .foot:visible')).toHaveCount(0);
    const { background, wraps, tooWide } = await page.evaluate(() => ({
      background: getComputedStyle(document.body).backgroundColor,
      wraps: [...document.querySelectorAll('pre')].every(
        (pre) => getComputedStyle(pre).whiteSpace === 'pre-wrap',
      ),
      tooWide: document.documentElement.scrollWidth > innerWidth,
    }));
    expect({ background, wraps, tooWide }, path).toEqual({
      background: 'rgb(255, 255, 255)',
      wraps: true,
      tooWide: false,
    });
    const link = page.getByRole('link', { name: 'documentation' });
    const address = await link.evaluate((element) => getComputedStyle(element, '::after').content);
    expect(address).toContain('https://docs.aws.amazon.com/ecs/');
  }
  await page.goto(`${pathToFileURL(site)}/book/index.html`);
  await expect(page.locator('.book-answers')).toContainText(
    '1: B. Nobody asked for it to be kept.',
  );
});
