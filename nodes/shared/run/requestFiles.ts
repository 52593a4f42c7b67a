/**
 * Files of n8n in a request: stand-ins while it is read and checked, links when it is sent, and words in place of
 * the links wherever they would be shown.
 */
import { createHash } from 'crypto';
import { deepCopy, type IExecuteFunctions } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import { PlatformProblem } from '../answers/problem';
import { clientFor } from '../client/client';
import { whenTaskFails } from '../client/poll';
import type { Wanted } from '../files/checkMedia';
import { mediaEntries, type MediaEntry } from '../files/mediaField';
import { refuseFilesIn, type ItemFiles } from '../files/namedFiles';
import { withLinks, type SharedLinks, type UsedFile } from '../files/shareFiles';
import { isUnset, type Field, type FieldMap, type ReadRaw } from '../operation/field';
import type { PreparedRequest } from '../operation/operation';
import { isObject } from '../util/json';
import { rulesFor, type MediaRules } from '../util/mediaRules';
import * as words from '../words/media';
import type { SubmitPlan } from './plan';
import type { Submittal } from './submit';

/** RFC 2606: nobody owns this domain, so a stand-in that was sent by mistake would lead nowhere. */
const STAND_IN_BASE = 'https://n8n-file.example/';

interface ItemOfFiles extends ItemFiles {
	/** What the user wrote in a field, with expressions not evaluated. */
	written?: ReadRaw;
	/** False: files are shared without a check. */
	checkFiles?: boolean;
}

/**
 * Reads parameters with stand-ins in place of files, and collects the files in `used`. Fields that only accept
 * addresses are read unchanged.
 */
export function withStandIns(
	raw: ReadRaw,
	fields: FieldMap,
	item: ItemOfFiles,
	used: Map<string, UsedFile>,
): ReadRaw {
	const valueOf = (name: string) => fields[name]?.parse(raw(name, fields[name].place));
	return (name, group) => {
		const given = raw(name, group);
		const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
		if (field?.media === undefined) return given;
		const written = item.written?.(name, group);
		const value = nameWritten(written, item) ?? given;
		if (isUnset(value)) {
			refuseLostFile(written, field, item);
			return value;
		}
		const label = field.property.displayName;
		const entries = mediaEntries(value, { label, rules: field.media, item });
		if (entries.every(({ kind }) => kind !== 'file')) return value;
		const rules: MediaRules =
			item.checkFiles === false ? { kind: 'any' } : rulesFor(field.media, valueOf);
		const wanted = { label, ...rules };
		return entries.map((entry) => addressOf(entry, wanted, used));
	};
}

/**
 * `={{ $binary.data }}`, also with a property that n8n does not give for every file, such as its content or its id.
 */
const BINARY_FIELD =
	/^=\s*\{\{\s*\$binary(?:\??\.([^\s.?[\](){}]+)|\[(["'])([^"']+)\2\])(?:\??\.(?:data|id))?\s*\}\}\s*$/;

/** The binary field that an expression names. Its value is not enough, because n8n leaves out a file's content. */
function nameWritten(written: unknown, { binary = {} }: ItemOfFiles): string | undefined {
	const [, plain, , quoted] =
		(typeof written === 'string' ? BINARY_FIELD.exec(written) : undefined) ?? [];
	const name = plain ?? quoted ?? '';
	return Object.hasOwn(binary, name) ? name : undefined;
}

/** @throws ParameterProblem for an expression that finds no file, in a field that needs one */
function refuseLostFile(
	written: unknown,
	{ property, required, emptyIn }: Field<unknown>,
	item: ItemOfFiles,
): void {
	if (!required || emptyIn !== undefined) return;
	if (typeof written !== 'string' || !/^=.*\bbinary\b/s.test(written)) return;
	throw new ParameterProblem(property.displayName, words.isEmptyByExpression(item));
}

/** @throws ParameterProblem for a file in a JSON field, which is sent unchanged */
export function refuseFilesInJson(fields: FieldMap, raw: ReadRaw, item: ItemFiles): void {
	for (const [name, { property, place, parse }] of Object.entries(fields)) {
		const json = property.type === 'json' ? parse(raw(name, place)) : undefined;
		if (json !== undefined) refuseFilesIn(json, property.displayName, item);
	}
}

function addressOf(entry: MediaEntry, wanted: Wanted, used: Map<string, UsedFile>): string {
	if (entry.kind !== 'file') return entry.url;
	const { binary, property } = entry;
	const standIn = `${STAND_IN_BASE}${createHash('sha256')
		.update(JSON.stringify([binary.id ?? binary.data, binary.fileName, wanted]))
		.digest('hex')
		.slice(0, 32)}`;
	used.set(standIn, { binary, wanted, standIn, ...(property !== undefined && { property }) });
	return standIn;
}

/**
 * The work to do just before a request is first sent: sharing its files, then the operation's own preparation if the
 * user switched it on. Undefined if there is neither.
 */
export function preparationOf(
	context: IExecuteFunctions,
	{ request, handle, files, preparation, shareBy }: SubmitPlan,
	itemIndex: number,
): Pick<Submittal, 'prepare' | 'hide' | 'onTaken' | 'onFailure'> {
	if (files.length === 0 && preparation === undefined) return {};
	let links: SharedLinks = new Map();
	let prepared: ({ host: string } & Pick<PreparedRequest, 'facts' | 'forget'>) | undefined;
	return {
		async prepare() {
			const client = await clientFor(context, itemIndex);
			const settings = { by: shareBy, platformUrl: client.baseUrl(request.api) };
			const shared = await withLinks(context, request, files, settings, itemIndex);
			({ links } = shared);
			if (preparation === undefined) return { request: shared.request, handle };
			const preparer = await preparation.load();
			const { facts, forget, request: ready } = await preparer.prepare(context, shared, itemIndex);
			prepared = { host: client.hostOf(request.api), facts, forget };
			return { request: ready, handle: { ...handle, ...facts } };
		},
		hide: (body) => blotLinks(body, links),
		onTaken(taskId) {
			if (prepared) whenTaskFails(prepared.host, taskId, prepared.forget);
		},
		onFailure(cause) {
			if (!(cause instanceof PlatformProblem)) return cause;
			if (cause.failure.status !== undefined) prepared?.forget();
			Object.assign(cause.failure.details, prepared?.facts);
			return withoutLinks(cause, links);
		},
	};
}

/** Removes links to files from a failure. Platforms often repeat them, and anyone with a link can read the file. */
export function withoutLinks(cause: unknown, links: SharedLinks): unknown {
	if (!(cause instanceof PlatformProblem) || links.size === 0) return cause;
	const failure = deepCopy(cause.failure);
	blotLinks(failure, links);
	return new PlatformProblem(failure, cause.cause);
}

/** Replaces links to files with words, in place, in an answer that was just received. */
export function blotLinks(body: object, links: SharedLinks): void {
	if (links.size === 0) return;
	// Without recursion, because an answer may be deeply nested.
	const holders: object[] = [body];
	for (let index = 0; index < holders.length; index++) {
		const holder = holders[index];
		for (const [key, value] of Object.entries(holder ?? {})) {
			if (Array.isArray(value) || isObject(value)) holders.push(value);
			if (typeof value === 'string' && holder !== undefined)
				Reflect.set(holder, key, withoutLinksIn(value, links));
		}
	}
}

/** Replaces links to files in a text with words. Pure. */
export function withoutLinksIn(text: string, links: SharedLinks): string {
	let rest = text;
	for (const [url, { shown }] of links) rest = rest.split(url).join(shown);
	// Long links are often cut off.
	for (const [url, { shown }] of links)
		rest = rest.replace(beginningOf(url), (found) => (url.startsWith(found) ? shown : found));
	return rest;
}

/** A link up to its query, and whatever follows. */
const beginningOf = (url: string) =>
	new RegExp(`${(url.split('?')[0] ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[^\\s"'<>]*`, 'g');
