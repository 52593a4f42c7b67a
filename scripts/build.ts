/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
// Builds dist/ with n8n's own CLI, takes out the pictures of docs and simulator, which the CLI copies too, and makes the forms.
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import execa from 'execa';
import { writeCredentialsInChinese, writeFormsAsData } from './formsAsData';
import { stampBuild } from './freshBuild';
import { loadTextsWhenNeeded, writeMessagesByLanguage } from './messagesByLanguage';
import { copySchemas } from './schemasOfVersions';

const ROOT = path.dirname(__dirname);
const DIST = path.join(ROOT, 'dist');
/** What n8n loads; everything else in dist is not ours to publish. */
const PUBLISHED = new Set(['credentials', 'icons', 'nodes']);

rmSync(DIST, { recursive: true, force: true });
const cli = path.join(ROOT, 'node_modules', '@n8n', 'node-cli', 'bin', 'n8n-node.mjs');
const { exitCode, stdout, stderr } = execa.sync(process.execPath, [cli, 'build'], {
	cwd: ROOT,
	reject: false,
});
if (exitCode !== 0) {
	console.error(linesOf(`${stdout}\n${stderr}`).join('\n'));
	process.exit(exitCode ?? 1);
}
/** The CLI's output without the frames of its spinner. */
function linesOf(output: string): string[] {
	const lines = stripVTControlCharacters(output).split(/[\r\n◐◓◑◒]+/);
	return lines.filter((line) => !/^\W*$|Building TypeScript files/.test(line));
}

for (const entry of readdirSync(DIST)) {
	if (!PUBLISHED.has(entry)) rmSync(path.join(DIST, entry), { recursive: true });
}
const forms = writeFormsAsData(path.join(DIST, 'nodes'));
writeCredentialsInChinese(path.join(DIST, 'credentials'));
writeMessagesByLanguage(path.join(DIST, 'nodes', 'shared', 'words'));
loadTextsWhenNeeded(path.join(DIST, 'nodes', 'shared', 'words'));
copySchemas(path.join(DIST, 'nodes'));
stampBuild(ROOT);
console.log(`Built dist/, with the forms of ${forms.length} nodes`);
