/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import execa from 'execa';
import { PackageDirectoryLoader } from 'n8n-core';
import { validateNodeDescription } from 'n8n-core/dist/nodes-loader/validate-node-description';

import { formOf } from '../../scripts/formsAsData';
import { withTexts } from '../../scripts/formsInChinese';
import { faceOf } from '../support/faces';
import { isBuildFresh } from '../../scripts/freshBuild';

const ROOT = path.join(__dirname, '..', '..');

interface Manifest {
	dependencies?: object;
	peerDependencies: object;
	n8n: { nodes: string[]; credentials: string[] };
}

const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Manifest;

// Beside the other tests, which need nothing of it.
beforeAll(async () => {
	if (isBuildFresh(ROOT)) return;
	const build = path.join(ROOT, 'scripts', 'build.ts');
	await execa(process.execPath, ['--import', 'tsx', build], { cwd: ROOT });
}, 120_000);

const formFolders = manifest.n8n.nodes.map((file) => path.basename(path.dirname(file)));

interface Parameter {
	displayName: string;
	type: string;
	noDataExpression?: boolean;
	options?: Parameter[];
	displayOptions?: { show?: Record<string, unknown> };
}
interface Form {
	properties: Parameter[];
}

describe('the built package', () => {
	it('loads in n8n with every node, icon, codex and credential', async () => {
		const loader = new PackageDirectoryLoader(ROOT);
		await loader.loadAll();
		const { nodes, credentials } = loader.types;
		expect(nodes).toHaveLength(manifest.n8n.nodes.length);
		expect(credentials.map(({ name }) => name)).toEqual(['kexiangApi', 'kexiangFileStorageApi']);
		for (const node of nodes) {
			const icons = node.iconUrl;
			expect(icons).toMatchObject({
				light: expect.stringMatching(/\.svg$/),
				dark: expect.stringMatching(/\.dark\.svg$/),
			});
			for (const url of Object.values(icons ?? {})) {
				expect(existsSync(path.join(ROOT, String(url).replace(/^icons\/[^/]+\//, '')))).toBe(true);
			}
			// The words alone shall bring the providers first.
			const isLast = node.name === 'kexiangCustomRequest';
			expect(node.codex?.alias).toContain(isLast ? '可想AI' : '可想');
			// The one of a bucket where a field takes files, and only for those who choose the bucket.
			const takesFiles = JSON.stringify(node.properties).includes('"shareFilesBy"');
			expect(node.credentials).toEqual([
				{ name: 'kexiangApi', required: true },
				...(takesFiles
					? [
							{
								name: 'kexiangFileStorageApi',
								required: true,
								displayOptions: { show: { '/options.shareFilesBy': ['bucket'] } },
							},
						]
					: []),
			]);
			// An agent cannot sleep in n8n's database.
			const sleeps = node.name === 'kexiangWaitForTaskDurable';
			expect(node.usableAsTool).toBe(sleeps ? undefined : true);
		}
	});

	// n8n loads nothing of a package whose dropdown of such a name has a hint of its own.
	it('tells the AI workflow builder what each node and operation is for, on no dropdown itself', async () => {
		const loader = new PackageDirectoryLoader(ROOT);
		await loader.loadAll();
		for (const node of loader.types.nodes) {
			expect(node.builderHint?.searchHint).toMatch(/\.$/);
			for (const { nodeType } of node.builderHint?.relatedNodes ?? []) {
				const names = loader.types.nodes.map(({ name }) => `n8n-nodes-kexiang.${name}`);
				expect(names).toContain(nodeType);
			}
			for (const property of node.properties) {
				if (property.type !== 'options') continue;
				expect([node.name, property.name, property.builderHint]).toEqual([
					node.name,
					property.name,
					undefined,
				]);
				if (property.name !== 'operation') continue;
				for (const option of property.options ?? [])
					expect(option).toMatchObject({ builderHint: { propertyHint: expect.any(String) } });
			}
			const [dropdown] = node.properties.filter(({ name }) => name === 'operation');
			if (dropdown === undefined) continue;
			const trapped = { ...dropdown, builderHint: { propertyHint: 'trap' } };
			expect(() => validateNodeDescription({ ...node, properties: [trapped] })).toThrow(
				'discriminator',
			);
		}
	});

	it('starts from data, without the operations and what runs them', () => {
		const files = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
		const program = `for (const file of ${JSON.stringify(files)}) require(require('path').resolve(file));
			console.log(JSON.stringify(Object.keys(require.cache)));`;
		const output = execFileSync(process.execPath, ['-e', program], { cwd: ROOT, encoding: 'utf8' });
		const loaded = (JSON.parse(output) as string[])
			.map((file) => path.relative(path.join(ROOT, 'dist', 'nodes'), file).replace(/\\/g, '/'))
			.filter((file) => !file.startsWith('..'));
		expect(loaded.length).toBeGreaterThan(manifest.n8n.nodes.length);
		expect(
			loaded.filter((file) => /operations|provider|parameters|shared\/run/.test(file)),
		).toEqual([]);
	});

	it.each(formFolders)('has the form of %s as its source makes it', (folder) => {
		const isProvider = existsSync(path.join(ROOT, 'nodes', folder, 'provider.ts'));
		const source: Record<string, unknown> = jest.requireActual(
			`../../nodes/${folder}/${isProvider ? 'provider' : 'form'}`,
		);
		const text = readFileSync(path.join(ROOT, 'dist', 'nodes', folder, 'form.en.json'), 'utf8');
		const forms = Object.entries(source).filter(([name]) => name.endsWith('Form'));
		expect(forms).toHaveLength(1);
		expect(JSON.parse(text)).toEqual({
			...Object.fromEntries(forms.map(([name, form]) => [name, formOf(form)])),
			shown: { description: expect.any(String) },
		});
	});

	it.each([
		['zh_CN.UTF-8', 'zh'],
		['zh_TW.UTF-8', 'zh'],
		['en_US.UTF-8', 'en'],
		['C.UTF-8', 'en'],
		['', 'en'],
	])('with the locale "%s", loads forms and messages in %s alone', (locale, language) => {
		const files = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
		const words = 'dist/nodes/shared/words';
		const program = `const load = (file) => require(require('path').resolve(file));
			for (const file of ${JSON.stringify(files)}) load(file);
			const { KexiangApi } = load('dist/credentials/KexiangApi.credentials.js');
			const { KexiangKling } = load('dist/nodes/KexiangKling/KexiangKling.node.js');
			const { description } = new KexiangKling();
			console.log(JSON.stringify({
				said: load('${words}/tasks.js').noReason(),
				told: load('${words}/agents.js').doNotRepeat(),
				label: new KexiangApi().properties[0].displayName,
				panel: description.description,
				names: description.properties.map(({ name }) => name).length,
				loaded: Object.keys(require.cache),
			}));`;
		const output = execFileSync(process.execPath, ['-e', program], {
			cwd: ROOT,
			encoding: 'utf8',
			env: { PATH: process.env.PATH, LC_ALL: locale },
		});
		const { loaded, told, names, ...texts } = JSON.parse(output) as {
			loaded: string[];
			told: string;
			names: number;
		} & Record<'said' | 'label' | 'panel', string>;
		const isChinese = language === 'zh';
		for (const text of Object.values(texts))
			expect([text, /^\p{Script=Han}/u.test(text)]).toEqual([text, isChinese]);
		expect(told).toMatch(/^[\x20-\x7e]+$/);
		expect(names).toBeGreaterThan(20);
		const forms = loaded.filter((file) => /form\.\w+\.json$/.test(file));
		expect(forms).toHaveLength(manifest.n8n.nodes.length);
		expect(forms.filter((file) => !file.endsWith(`form.${language}.json`))).toEqual([]);
		const chinese = loaded.filter((file) => /words[\\/]zh|\.zh\.json$/.test(file));
		expect(chinese.length > 0).toBe(isChinese);
		// The texts of forms are in the data; the messages take them when they name a label.
		expect(loaded.filter((file) => /formTexts/.test(file))).toEqual([]);
	});

	it.each(formFolders)('has one form of %s in two languages, in a tool and outside', (folder) => {
		const [english, chinese] = ['en', 'zh'].map((language) => {
			const file = path.join(ROOT, 'dist', 'nodes', folder, `form.${language}.json`);
			const [form] = Object.values(JSON.parse(readFileSync(file, 'utf8')) as object) as Array<
				Form | Form['properties']
			>;
			const properties = (Array.isArray(form) ? form : form?.properties) ?? [];
			return withTexts(
				{ ...form, properties: [true, false].map((isTool) => faceOf(properties, isTool)) },
				() => '',
			);
		});
		expect(english?.properties.flat().length).toBeGreaterThan(5);
		// Of a waiting node, the form itself is a list, which is compared above.
		expect(chinese?.properties).toEqual(english?.properties);
	});

	it('gives an agent the names of English labels on a Chinese host', () => {
		for (const folder of formFolders) {
			const node = readFileSync(
				path.join(ROOT, 'dist', 'nodes', folder, `${folder}.node.js`),
				'utf8',
			);
			if (!node.includes('usableAsTool: true')) continue;
			const file = path.join(ROOT, 'dist', 'nodes', folder, 'form.zh.json');
			const [form] = Object.values(JSON.parse(readFileSync(file, 'utf8')) as object) as [
				Form | Form['properties'],
			];
			const properties = Array.isArray(form) ? form : form.properties;
			const shown = faceOf(properties, true).flatMap((one) => [
				one,
				...(one.type === 'collection' ? (one.options ?? []) : []),
			]);
			const asked = shown.filter(
				({ type, noDataExpression }) =>
					!['notice', 'hidden', 'collection'].includes(type) && noDataExpression !== true,
			);
			expect(asked.length).toBeGreaterThan(2);
			expect(asked.filter(({ displayName }) => /\p{Script=Han}/u.test(displayName))).toEqual([]);
		}
	});

	it('publishes dist, README, LICENSE and package.json only, with no runtime dependency', () => {
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		const [packed] = JSON.parse(
			execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'], {
				cwd: ROOT,
				encoding: 'utf8',
				stdio: ['ignore', 'pipe', 'ignore'],
				shell: process.platform === 'win32',
			}),
		) as Array<{ files: Array<{ path: string }> }>;
		const paths = packed?.files.map((file) => file.path) ?? [];
		expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
		const schemas = paths.filter((file) => file.includes('/__schema__/v1.0.0/'));
		expect(schemas.length).toBeGreaterThan(60);
		// n8n asks for those of the version that a node has.
		for (const folder of ['KexiangVolcengine', 'KexiangCustomRequest']) {
			const own = schemas.filter((file) => file.includes(`/${folder}/`));
			const newest = own.map((file) => file.replace('/v1.0.0/', '/v1.1.0/'));
			expect(own.length).toBeGreaterThan(0);
			expect(paths).toEqual(expect.arrayContaining(newest));
		}
		const others = paths.filter((file) => !/^(LICENSE|README\.md|package\.json)$/.test(file));
		expect(others.length).toBeGreaterThan(0);
		expect(others.filter((file) => !/^dist\/(credentials|icons|nodes)\//.test(file))).toEqual([]);
	});
});
