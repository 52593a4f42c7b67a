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
const NODES = path.join(DIST, 'nodes');
const WORDS = path.join(NODES, 'shared', 'words');

rmSync(DIST, { recursive: true, force: true });
const cli = path.join(ROOT, 'node_modules', '@n8n', 'node-cli', 'bin', 'n8n-node.mjs');
const options = { cwd: ROOT, reject: false };
const { exitCode, stdout, stderr } = execa.sync(process.execPath, [cli, 'build'], options);
if (exitCode !== 0) {
	// Without the frames of its spinner.
	const lines = stripVTControlCharacters(`${stdout}\n${stderr}`).split(/[\r\n◐◓◑◒]+/);
	const said = lines.filter((line) => !/^\W*$|Building TypeScript files/.test(line));
	console.error(said.join('\n'));
	process.exit(exitCode ?? 1);
}
// What n8n loads; everything else is not ours to publish.
for (const entry of readdirSync(DIST).filter((one) => !/^(credentials|icons|nodes)$/.test(one)))
	rmSync(path.join(DIST, entry), { recursive: true });
const forms = writeFormsAsData(NODES);
writeCredentialsInChinese(path.join(DIST, 'credentials'));
writeMessagesByLanguage(WORDS);
loadTextsWhenNeeded(WORDS);
copySchemas(NODES);
stampBuild(ROOT);
console.log(`Built dist/, with the forms of ${forms.length} nodes`);
