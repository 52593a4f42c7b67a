/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Tells whether dist/ is what a build of today's sources would make, so that nobody builds it twice.
import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';

const SOURCES = [
	...['credentials', 'icons', 'nodes', 'scripts/build.ts', 'scripts/formsAsData.ts'],
	'scripts/schemasOfVersions.ts',
	...['package.json', 'package-lock.json', 'tsconfig.json'],
];
const STAMP = 'node_modules/.cache/n8n-nodes-kexiang/build';

/** To be called when a build has ended well. */
export function stampBuild(root: string): void {
	const stamp = path.join(root, STAMP);
	mkdirSync(path.dirname(stamp), { recursive: true });
	// Anew, as a copy of the checkout may be made of links.
	rmSync(stamp, { force: true });
	writeFileSync(stamp, fingerprint(root));
}

/** False also when somebody changed dist/ since. */
export function isBuildFresh(root: string): boolean {
	const stamp = path.join(root, STAMP);
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root);
}

/** Of the names and contents of all that a build reads and makes. */
function fingerprint(root: string): string {
	const hash = createHash('sha256');
	for (const file of [...SOURCES, 'dist'].flatMap((place) => filesIn(root, place))) {
		const content = readFileSync(path.join(root, file));
		hash.update(`${file}\0${content.length}\0`).update(content);
	}
	return hash.digest('hex');
}

function filesIn(root: string, place: string): string[] {
	const whole = path.join(root, place);
	if (!existsSync(whole)) return [];
	if (statSync(whole).isFile()) return [place];
	return readdirSync(whole, { recursive: true, encoding: 'utf8' })
		.map((file) => path.join(place, file))
		.filter((file) => statSync(path.join(root, file)).isFile())
		.sort();
}
