/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// `--apply`: writes settled paths into the contract and into the operations, and says what is left to people.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

import { applyToContract } from './applyContract';
import { declares, rewrite, type Grades } from './applyOperation';
import { isTree } from './facts';
import type { Fix } from './fix';
import { knownEndpoints } from './known';

export interface Files {
	contract: string;
	/** The folder `nodes`. */
	nodes: string;
}

export interface Applied {
	fix: Fix;
	/** The operation's file below `nodes`, if there is one. */
	file?: string;
	/** Why a person has to change the operation; absent when that is done. */
	leftOver?: string;
}

/** @throws Error when the contract would not hold the paths afterwards; then nothing is written */
export function apply(fixes: readonly Fix[], files: Files): Applied[] {
	const settled = fixes.filter(({ byHand }) => byHand === undefined);
	if (settled.length === 0) return [];
	const text = applyToContract(readFileSync(files.contract, 'utf8'), settled);
	assertApplied(text, settled);
	const grades = gradesOf(text);
	const outcomes = settled.map((fix) => applyToOperation(fix, files.nodes, grades.get(fix.id)));
	writeFileSync(files.contract, text);
	return outcomes;
}

function assertApplied(text: string, fixes: readonly Fix[]): void {
	const now = new Map(knownEndpoints(text).map((one) => [one.id, one]));
	for (const { id, path: wished } of fixes) {
		const one = now.get(id);
		if (one === undefined || one.path !== wished || one.evidence !== 'A') {
			throw new Error(`${id} cannot be written into the contract; nothing was changed`);
		}
	}
}

function gradesOf(text: string): Map<string, Grades> {
	const document = parse(text) as { paths: Record<string, Record<string, unknown>> };
	const operations = Object.values(document.paths).flatMap(Object.values).filter(isTree);
	return new Map(operations.map((one) => [String(one.operationId), one['x-evidence'] as Grades]));
}

function applyToOperation(fix: Fix, nodes: string, grades: Grades | undefined): Applied {
	const file = operationFile(nodes, fix.id);
	if (file === undefined || grades === undefined) {
		return { fix, leftOver: 'no operation file holds it' };
	}
	const full = path.join(nodes, file);
	const rewriting = rewrite(readFileSync(full, 'utf8'), fix, grades);
	if (!rewriting.done) return { fix, file, leftOver: rewriting.reason };
	writeFileSync(full, rewriting.source);
	return { fix, file };
}

/** The file with an operation, below `nodes`. */
export function operationFile(nodes: string, id: string): string | undefined {
	const files = readdirSync(nodes, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => path.join(name, 'operations'))
		.flatMap((room) => {
			try {
				return readdirSync(path.join(nodes, room)).map((name) => path.join(room, name));
			} catch {
				return [];
			}
		});
	return files.find(
		(file) => file.endsWith('.ts') && declares(readFileSync(path.join(nodes, file), 'utf8'), id),
	);
}
