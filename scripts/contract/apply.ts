/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// `--apply`: writes settled paths into the contract. The operations are people's work: the test of their agreement
// with the contract names what is to be changed in them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { applyToContract } from './applyContract';
import type { Fix } from './fix';
import { knownEndpoints } from './known';

/**
 * Answers what it has written.
 * @throws Error when the contract would not hold the paths afterwards; then nothing is written
 */
export function apply(fixes: readonly Fix[], contract: string): Fix[] {
	const settled = fixes.filter(({ byHand }) => byHand === undefined);
	if (settled.length === 0) return [];
	const text = applyToContract(readFileSync(contract, 'utf8'), settled);
	assertApplied(text, settled);
	writeFileSync(contract, text);
	return settled;
}

function assertApplied(text: string, fixes: readonly Fix[]): void {
	const now = new Map(knownEndpoints(text).map((one) => [one.id, one]));
	for (const { id, path: wanted } of fixes) {
		const one = now.get(id);
		if (one === undefined || one.path !== wanted || one.evidence !== 'A') {
			throw new Error(`${id} cannot be written into the contract; nothing was changed`);
		}
	}
}

/** The file with an operation, below `nodes`. */
export function operationFile(nodes: string, id: string): string | undefined {
	return readdirSync(nodes, { recursive: true, encoding: 'utf8' })
		.filter((file) => /[\\/](operations[\\/].*|provider)\.ts$/.test(file))
		.find((file) => readFileSync(path.join(nodes, file), 'utf8').includes(`\tvalue: '${id}',`));
}
