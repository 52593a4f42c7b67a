/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// n8n's editor in a real browser, as a person sees and uses it.
import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import type { WorkflowDocument } from '../../scripts/n8n/model';
import { Lacking } from './bench';
import type { Scene } from './scene';

const byTestId = (id: string) => `[data-test-id="${id}"]`;
/** Behind a label stand n8n's own switches. */
const firstLine = (text: string) => (text.trim().split('\n')[0] ?? '').trim();
const SETTLED_MS = 400;
/** On a busy machine, the editor takes its time. */
const LIMIT_MS = 90_000;
/** What the editor needs for itself around the canvas. */
const AROUND = { width: 260, height: 130 };

/** As small as people have it. */
export const WINDOW = { width: 1280, height: 800 };

/** What the editor lays over the canvas: buttons would hide the words below a node. */
const OVER_THE_CANVAS = [
	'.el-notification',
	'.tab-bar-container',
	byTestId('canvas-controls'),
	'[class*="executionButtons"]',
	'[class*="nodeButtonsWrapper"]',
].join(', ');

type Size = Record<'width' | 'height', number>;

export class Editor {
	private constructor(
		private readonly page: Page,
		private readonly url: string,
	) {}

	/** A browser with the owner signed in, until the proof ends. */
	static async open(scene: Scene): Promise<Editor> {
		const { bench, site } = scene;
		const { url } = site.server;
		const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
		if (!existsSync(executablePath))
			throw new Lacking(`there is no ${executablePath}: install Chromium, or set CHROMIUM`);
		const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
		const browser = await chromium.launch({ executablePath, args });
		scene.later(async () => await browser.close());
		const page = await browser.newPage({ viewport: WINDOW });
		page.setDefaultTimeout(LIMIT_MS);
		const { email, password } = bench.ground.login;
		await page.goto(`${url}/signin`);
		await page.fill('input[name="emailOrLdapLoginId"]', email);
		await page.fill('input[type=password]', password);
		await page.click(byTestId('form-submit-button'));
		await page.waitForURL((address) => !address.pathname.startsWith('/signin'));
		return new Editor(page, url);
	}

	/** A browser with a new workflow in it. */
	static async opened(scene: Scene, document: WorkflowDocument): Promise<Editor> {
		const editor = await Editor.open(scene);
		const { id } = await scene.create(document);
		await editor.openWorkflow(id);
		return editor;
	}

	private async settle(times = 1): Promise<void> {
		await this.page.waitForTimeout(times * SETTLED_MS);
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.page.waitForSelector(byTestId('canvas-node'));
		await this.settle(3);
	}

	/** The names of the nodes that the node panel finds. */
	async search(word: string): Promise<string[]> {
		const { page } = this;
		const bar = page.locator(byTestId('node-creator-search-bar'));
		if (!(await bar.isVisible())) await page.click(byTestId('node-creator-plus-button'));
		await bar.fill(word);
		await this.settle(4);
		// Names are followed by n8n's own marks, such as the one of community nodes.
		const names = await page.locator(byTestId('node-creator-item-name')).allTextContents();
		return names.map((name) => name.trim());
	}

	async openNode(name: string): Promise<void> {
		await this.page.dblclick(`${byTestId('canvas-node')}[data-node-name="${name}"]`);
		await this.page.waitForSelector(byTestId('ndv'));
		await this.settle();
	}

	async closeNode(): Promise<void> {
		await this.page.click(byTestId('ndv-close-button'));
		await this.page.waitForSelector(byTestId('ndv'), { state: 'hidden' });
	}

	/** The labels of the parameters in the open form, from top to bottom. */
	async labels(): Promise<string[]> {
		await this.settle();
		const form = this.page.locator(`${byTestId('ndv')} ${byTestId('node-parameters')}`);
		const labels = form.locator('.parameter-input-list-wrapper label.n8n-input-label:visible');
		const shown = (await labels.allInnerTexts()).map(firstLine);
		return shown.filter((text) => text !== 'Credential');
	}

	/** Opens the credential below a label of the open node, and waits for its test to succeed. Answers its labels. */
	async openCredential(label: string): Promise<string[]> {
		const { page } = this;
		const shown = page.locator(byTestId('ndv')).getByText(label, { exact: true }).first();
		const button = 'xpath=following::*[@data-test-id="credential-edit-button"][1]';
		await shown.locator(button).click();
		const modal = page.locator(byTestId('editCredential-modal'));
		await modal.locator(byTestId('credentials-config-container-test-success')).waitFor();
		await this.settle();
		return (await modal.locator('label.n8n-input-label').allInnerTexts()).map(firstLine);
	}

	/** Chooses an entry of a dropdown. */
	async choose(parameter: string, entry: string): Promise<void> {
		const { page } = this;
		await page.click(`${byTestId('ndv')} ${byTestId(`parameter-input-${parameter}`)} input`);
		const entries = page.locator('.el-select-dropdown__item:visible');
		const headline = page.getByText(entry, { exact: true });
		await entries.filter({ has: headline }).first().click();
		await this.settle();
	}

	/** Presses Execute workflow and waits for its good end. */
	async execute(limitMs: number): Promise<void> {
		await this.page.click(byTestId('execute-workflow-button'));
		await this.page.waitForSelector('text=/executed successfully/i', { timeout: limitMs });
		const close = this.page.locator('.el-notification__closeBtn').first();
		if (await close.isVisible()) await close.click();
	}

	/** Presses Execute workflow, and Stop when that is settled. */
	async startAndStop(running: () => Promise<void>): Promise<void> {
		await this.page.click(byTestId('execute-workflow-button'));
		await running();
		await this.page.click(byTestId('stop-execution-button'));
		await this.page.waitForSelector(byTestId('stop-execution-button'), { state: 'hidden' });
	}

	/** Opens the picture in the output panel of the open node. Answers its width in pixels of its own. */
	async showPicture(): Promise<number> {
		const output = this.page.locator(byTestId('output-panel'));
		await output.locator(byTestId('radio-button-binary')).click();
		await output.locator(byTestId('ndv-view-binary-data')).first().click();
		const picture = this.page.locator('img[src*="/binary-data"], img[src^="data:image"]').first();
		await picture.waitFor();
		await this.settle(2);
		return await picture.evaluate((image) => Number(Reflect.get(image, 'naturalWidth')));
	}

	/** What stands at the outputs of all nodes. */
	async outputLabels(): Promise<string[]> {
		const handles = this.page.locator(byTestId('canvas-node-output-handle'));
		const labels = (await handles.allTextContents()).map((text) => text.trim());
		return labels.filter((label) => label !== '');
	}

	/** What stands below the nodes, and whether the canvas shows all of it. */
	async subtitles(): Promise<Array<{ text: string; cut: boolean }>> {
		const subtitles = this.page.locator(`${byTestId('canvas-node')} [class*="subtitle"]`);
		return await subtitles.evaluateAll((all) =>
			all.map(({ textContent, scrollWidth, clientWidth }) => {
				return { text: textContent.trim(), cut: scrollWidth > clientWidth };
			}),
		);
	}

	async resize(size: Size): Promise<void> {
		await this.page.setViewportSize(size);
	}

	/** Fits the whole workflow into the canvas. */
	async fit(): Promise<void> {
		await this.page.keyboard.press('1');
		await this.settle(3);
	}

	/** Moves the nodes a little, so that there is something to save, and saves. */
	async moveAndSave(): Promise<void> {
		for (const keys of ['Control+a', 'Shift+Alt+T', 'Control+s'])
			await this.page.keyboard.press(keys);
		await this.settle(5);
	}

	/** As ... > Import > From file does, and saved. */
	async importWorkflow(file: string): Promise<void> {
		const { page } = this;
		await page.goto(`${this.url}/workflow/new`);
		await this.settle(3);
		await page.locator(byTestId('workflow-import-input')).setInputFiles(file);
		await page.waitForSelector(byTestId('canvas-node'));
		await this.settle(2);
		await page.keyboard.press('Control+s');
	}

	/** The whole workflow without the editor around it, nothing selected, at about its own size. */
	async shootCanvas(file: string, { width, height }: Size): Promise<void> {
		await this.resize({ width: width + AROUND.width, height: height + AROUND.height });
		await this.fit();
		await this.page.mouse.click(AROUND.width, AROUND.height);
		await this.page.addStyleTag({ content: `${OVER_THE_CANVAS} { display: none !important }` });
		await this.page.locator('.vue-flow').first().screenshot({ path: file });
	}

	async screenshot(file: string): Promise<void> {
		await this.settle();
		await this.page.screenshot({ path: file });
	}
}
