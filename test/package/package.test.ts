/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import execa from 'execa';
import { PackageDirectoryLoader } from 'n8n-core';
import { validateNodeDescription } from 'n8n-core/dist/nodes-loader/validate-node-description';

import manifest from '../../package.json';
import { formOf } from '../../scripts/formsAsData';
import { withTexts } from '../../scripts/formsInChinese';
import { isBuildFresh } from '../../scripts/freshBuild';
import { faceOf } from '../support/faces';
import { ROOT } from '../support/imports';
import '../support/log';

const FILES = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
const FOLDERS = manifest.n8n.nodes.map((file) => path.basename(path.dirname(file)));

const loader = new PackageDirectoryLoader(ROOT);
// Beside the other tests, which need nothing of it.
beforeAll(async () => {
	const build = path.join(ROOT, 'scripts', 'build.ts');
	if (!isBuildFresh(ROOT)) await execa(process.execPath, ['--import', 'tsx', build], { cwd: ROOT });
	await loader.loadAll();
}, 120_000);

/** What a program tells, as JSON, that runs in a process of its own and has all nodes and credentials loaded. */
function toldBy<Told>(program: string, env?: Record<string, string | undefined>): Told {
	const start = `const load = (file) => require(require('path').resolve(file));
		${JSON.stringify(FILES)}.forEach(load);
		const loaded = Object.keys(require.cache);
		console.log(JSON.stringify(${program}));`;
	const options = { cwd: ROOT, encoding: 'utf8', ...(env && { env }) } as const;
	return JSON.parse(execFileSync(process.execPath, ['-e', start], options)) as Told;
}

interface Parameter {
	displayName: string;
	type: string;
	noDataExpression?: boolean;
	options?: Parameter[];
	displayOptions?: { show?: Record<string, unknown> };
}
type Form = { properties: Parameter[] } | Parameter[];

const built = (folder: string, file: string) =>
	readFileSync(path.join(ROOT, 'dist', 'nodes', folder, file), 'utf8');
const parametersIn = (folder: string, language: string): Parameter[] => {
	const [form] = Object.values(JSON.parse(built(folder, `form.${language}.json`)) as object) as [
		Form,
	];
	return Array.isArray(form) ? form : form.properties;
};

describe('the built package in n8n', () => {
	it('loads with every node, icon, codex and credential', () => {
		const { nodes, credentials } = loader.types;
		expect(nodes).toHaveLength(manifest.n8n.nodes.length);
		expect(credentials.map(({ name }) => name)).toEqual(['kexiangApi', 'kexiangFileStorageApi']);
		for (const { name, iconUrl, codex, usableAsTool, ...node } of nodes) {
			const { light, dark } = iconUrl as { light: string; dark: string };
			for (const [url, ending] of Object.entries({ [light]: /\.svg$/, [dark]: /\.dark\.svg$/ })) {
				expect(url).toMatch(ending);
				expect(existsSync(path.join(ROOT, url.replace(/^icons\/[^/]+\//, '')))).toBe(true);
			}
			// The words alone shall bring the providers first.
			expect(codex?.alias).toContain(name === 'kexiangCustomRequest' ? '可想AI' : '可想');
			// The one of a bucket where a field takes files, and only for those who choose the bucket.
			const takesFiles = JSON.stringify(node.properties).includes('"shareFilesBy"');
			const displayOptions = { show: { '/options.shareFilesBy': ['bucket'] } };
			const storage = { name: 'kexiangFileStorageApi', required: true, displayOptions };
			expect(node.credentials).toEqual([
				{ name: 'kexiangApi', required: true },
				...(takesFiles ? [storage] : []),
			]);
			// An agent cannot sleep in n8n's database.
			expect(usableAsTool).toBe(name === 'kexiangWaitForTaskDurable' ? undefined : true);
		}
	});

	// n8n loads nothing of a package whose dropdown of such a name has a hint of its own.
	it('tells the AI workflow builder what each node and operation is for, on no dropdown itself', () => {
		const { nodes } = loader.types;
		const names = nodes.map(({ name }) => `n8n-nodes-kexiang.${name}`);
		for (const node of nodes) {
			expect(node.builderHint?.searchHint).toMatch(/\.$/);
			for (const { nodeType } of node.builderHint?.relatedNodes ?? [])
				expect(names).toContain(nodeType);
			const lists = node.properties.filter(({ type }) => type === 'options');
			expect([node.name, lists.filter((one) => one.builderHint)]).toEqual([node.name, []]);
			const dropdowns = lists.filter(({ name }) => name === 'operation');
			for (const option of dropdowns.flatMap(({ options = [] }) => options))
				expect(option).toMatchObject({ builderHint: { propertyHint: expect.any(String) } });
			for (const dropdown of dropdowns) {
				const trapped = { ...dropdown, builderHint: { propertyHint: 'trap' } };
				expect(() => validateNodeDescription({ ...node, properties: [trapped] })).toThrow(
					'discriminator',
				);
			}
		}
	});
});

describe('the built package', () => {
	it('starts from data, without the operations and what runs them', () => {
		const nodes = toldBy<string[]>('loaded')
			.map((file) => path.relative(path.join(ROOT, 'dist', 'nodes'), file).replace(/\\/g, '/'))
			.filter((file) => !file.startsWith('..'));
		expect(nodes.length).toBeGreaterThan(manifest.n8n.nodes.length);
		expect(nodes.filter((file) => /operations|provider|parameters|shared\/run/.test(file))).toEqual(
			[],
		);
	});

	it.each([
		['zh_CN.UTF-8', 'zh'],
		['zh_TW.UTF-8', 'zh'],
		['en_US.UTF-8', 'en'],
		['', 'en'],
	])('with the locale "%s", loads forms and messages in %s alone', (locale, language) => {
		const words = 'dist/nodes/shared/words';
		const node = `new (load('dist/nodes/KexiangKling/KexiangKling.node.js').KexiangKling)()`;
		const credential = `new (load('dist/credentials/KexiangApi.credentials.js').KexiangApi)()`;
		const { texts, ...rest } = toldBy<{
			texts: string[];
			told: string;
			names: string[];
			loaded: string[];
		}>(
			`{
				texts: [
					load('${words}/tasks.js').noReason(),
					${credential}.properties[0].displayName,
					${node}.description.description,
				],
				told: load('${words}/agents.js').doNotRepeat(),
				names: ${node}.description.properties.map(({ name }) => name),
				loaded: Object.keys(require.cache),
			}`,
			{ PATH: process.env.PATH, LC_ALL: locale },
		);
		const isChinese = language === 'zh';
		for (const text of texts)
			expect([text, /^\p{Script=Han}/u.test(text)]).toEqual([text, isChinese]);
		expect(rest.told).toMatch(/^[\x20-\x7e]+$/);
		expect(rest.names.length).toBeGreaterThan(20);
		const forms = rest.loaded.filter((file) => /form\.\w+\.json$/.test(file));
		expect(forms).toHaveLength(manifest.n8n.nodes.length);
		expect(forms.filter((file) => !file.endsWith(`form.${language}.json`))).toEqual([]);
		const chinese = rest.loaded.filter((file) => /words[\\/]zh|\.zh\.json$/.test(file));
		expect(chinese.length > 0).toBe(isChinese);
		// The texts of forms are in the data; the messages take them when they name a label.
		expect(rest.loaded.filter((file) => /formTexts/.test(file))).toEqual([]);
	});

	it.each(FOLDERS)('has the form of %s as its source makes it', (folder) => {
		const isProvider = existsSync(path.join(ROOT, 'nodes', folder, 'provider.ts'));
		const source: Record<string, unknown> = jest.requireActual(
			`../../nodes/${folder}/${isProvider ? 'provider' : 'form'}`,
		);
		const forms = Object.entries(source).filter(([name]) => name.endsWith('Form'));
		expect(forms).toHaveLength(1);
		expect(JSON.parse(built(folder, 'form.en.json'))).toEqual({
			...Object.fromEntries(forms.map(([name, form]) => [name, formOf(form)])),
			shown: { description: expect.any(String) },
		});
	});

	it.each(FOLDERS)('has one form of %s in two languages, in a tool and outside', (folder) => {
		const [english, chinese] = ['en', 'zh'].map((language) => {
			const faces = [true, false].map((isTool) => faceOf(parametersIn(folder, language), isTool));
			return withTexts({ properties: faces }, () => '').properties;
		});
		expect(english?.flat().length).toBeGreaterThan(5);
		expect(chinese).toEqual(english);
	});

	it('gives an agent the names of English labels on a Chinese host', () => {
		const tools = FOLDERS.filter((folder) =>
			built(folder, `${folder}.node.js`).includes('usableAsTool: true'),
		);
		expect(tools).toHaveLength(FOLDERS.length - 1);
		for (const folder of tools) {
			const asked = faceOf(parametersIn(folder, 'zh'), true)
				.flatMap((one) => [one, ...(one.type === 'collection' ? (one.options ?? []) : [])])
				.filter(({ type }) => !['notice', 'hidden', 'collection'].includes(type))
				.filter(({ noDataExpression }) => noDataExpression !== true);
			expect(asked.length).toBeGreaterThan(2);
			expect(asked.filter(({ displayName }) => /\p{Script=Han}/u.test(displayName))).toEqual([]);
		}
	});

	it('publishes dist, README, LICENSE and package.json only, with no runtime dependency', () => {
		expect(manifest).not.toHaveProperty('dependencies');
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		const pack = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'];
		const [packed] = JSON.parse(
			execFileSync('npm', pack, {
				cwd: ROOT,
				encoding: 'utf8',
				stdio: ['ignore', 'pipe', 'ignore'],
				shell: process.platform === 'win32',
			}),
		) as Array<{ files: Array<{ path: string }> }>;
		const paths = packed?.files.map((file) => file.path) ?? [];
		const isBuilt = (file: string) => /^dist\/(credentials|icons|nodes)\//.test(file);
		expect(paths.filter((file) => !isBuilt(file)).sort()).toEqual([
			'LICENSE',
			'README.md',
			'package.json',
		]);
		const schemas = paths.filter((file) => file.includes('/__schema__/v1.0.0/'));
		expect(schemas.length).toBeGreaterThan(60);
		// n8n asks for those of the version that a node has.
		for (const folder of ['KexiangVolcengine', 'KexiangCustomRequest']) {
			const own = schemas.filter((file) => file.includes(`/${folder}/`));
			expect(own.length).toBeGreaterThan(0);
			const newest = own.map((file) => file.replace('/v1.0.0/', '/v1.1.0/'));
			expect(paths).toEqual(expect.arrayContaining(newest));
		}
	});
});
