/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Tells whether dist/ is what a build of today's sources would make, so that nobody builds it twice.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** All that a build reads and makes. */
const PLACES = [
	...['credentials', 'icons', 'nodes', 'dist'],
	...['package.json', 'package-lock.json', 'tsconfig.json'],
	...['build', 'formsAsData', 'formsInChinese', 'messagesByLanguage', 'schemasOfVersions'].map(
		(script) => `scripts/${script}.ts`,
	),
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

/** Of the names and contents of all files. */
function fingerprint(root: string): string {
	const hash = createHash('sha256');
	for (const file of PLACES.flatMap((place) => filesIn(path.join(root, place)))) {
		const content = readFileSync(file);
		hash.update(`${path.relative(root, file)}\0${content.length}\0`).update(content);
	}
	return hash.digest('hex');
}

const filesIn = (place: string): string[] =>
	path.extname(place) !== '' || !existsSync(place)
		? [place].filter(existsSync)
		: readdirSync(place, { recursive: true, withFileTypes: true })
				.filter((entry) => entry.isFile())
				.map((file) => path.join(file.parentPath, file.name))
				.sort();
