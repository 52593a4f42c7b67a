/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// Pictures for docs/images: a workflow on the canvas, then each node's form with its output.
// For developers, against a running n8n (`npm start` prints all that is asked for here).
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';

const HELP = `node scripts/run.mjs scripts/screenshot.ts --url URL --email E --password P [OPTIONS]

  --url URL      address of the workflow in the editor, http://localhost:5688/workflow/ID
  --out FOLDER   where the pictures go (docs/images unless given)
  --run          execute the workflow first, so that the output panels are filled
  --node NAME    open this node; may be repeated
Environment: CHROMIUM, the browser's program (/usr/bin/chromium unless given)
`;

const RUN_LIMIT_MS = 180_000;

const fileName = (node: string) => node.toLowerCase().replace(/[^a-z0-9]+/g, '-');
const byTestId = (id: string) => `[data-test-id="${id}"]`;

async function signIn(page: Page, url: string, email: string, password: string): Promise<void> {
	await page.goto(new URL('/signin', url).href);
	await page.fill('input[name="emailOrLdapLoginId"]', email);
	await page.fill('input[type=password]', password);
	await page.click(byTestId('form-submit-button'));
	await page.waitForURL((address) => !address.pathname.startsWith('/signin'));
}

async function run(page: Page): Promise<void> {
	await page.click(byTestId('execute-workflow-button'));
	await page.waitForSelector('text=/executed successfully/i', { timeout: RUN_LIMIT_MS });
	await page.locator('.el-notification__closeBtn').first().click();
}

async function takeNode(page: Page, node: string, folder: string): Promise<void> {
	await page.dblclick(`${byTestId('canvas-node')}[data-node-name="${node}"]`);
	await page.waitForSelector(byTestId('ndv'));
	const shoot = async (suffix: string) => {
		await page.waitForTimeout(1500);
		await page.screenshot({ path: path.join(folder, `${fileName(node)}${suffix}.png`) });
	};
	await shoot('');
	const binary = page.locator(byTestId('output-panel')).locator(byTestId('radio-button-binary'));
	if ((await binary.count()) > 0) {
		await binary.first().click();
		const view = page.locator(byTestId('ndv-view-binary-data'));
		if ((await view.count()) > 0) await view.first().click();
		await shoot('-picture');
	}
	await page.keyboard.press('Escape');
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			url: { type: 'string' },
			email: { type: 'string' },
			password: { type: 'string' },
			out: { type: 'string', default: 'docs/images' },
			run: { type: 'boolean', default: false },
			node: { type: 'string', multiple: true, default: [] },
		},
	});
	const { url, email, password, out } = values;
	if (!url || !email || !password) throw new Error(HELP);
	mkdirSync(out, { recursive: true });
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
	});
	try {
		const page = await browser.newPage({ viewport: { width: 1500, height: 800 } });
		await signIn(page, url, email, password);
		await page.goto(url);
		await page.waitForSelector(byTestId('canvas-node'));
		if (values.run) await run(page);
		// Fits everything into the view.
		await page.keyboard.press('1');
		await page.waitForTimeout(1500);
		await page.screenshot({ path: path.join(out, 'canvas.png') });
		for (const node of values.node) await takeNode(page, node, out);
	} finally {
		await browser.close();
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
});
