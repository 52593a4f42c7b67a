/**
 * Files of n8n in a request: stand-ins while it is read and checked, links when it is sent, and words for these
 * wherever they would be shown.
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

/** RFC 2606: nobody owns it, so that a stand-in that were ever sent would lead nowhere. */
const NOWHERE = 'https://n8n-file.example/';

interface ItemOfFiles extends ItemFiles {
	/** What the user wrote into a field, an expression as it is. */
	written?: ReadRaw;
	/** Off: files are shared whatever they are. */
	checkFiles?: boolean;
}

/**
 * Reads parameters with stand-ins in place of files, which are collected in `used`. A field that holds
 * addresses alone is read as it is.
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

/** `={{ $binary.data }}`, also with what n8n gives of no file, or not of each: its content or its id. */
const BINARY_FIELD =
	/^=\s*\{\{\s*\$binary(?:\??\.([^\s.?[\](){}]+)|\[(["'])([^"']+)\2\])(?:\??\.(?:data|id))?\s*\}\}\s*$/;

/** The binary field that an expression names, whatever n8n makes of it: it leaves the content of a file out. */
function nameWritten(written: unknown, { binary = {} }: ItemOfFiles): string | undefined {
	const [, plain, , quoted] =
		(typeof written === 'string' ? BINARY_FIELD.exec(written) : undefined) ?? [];
	const name = plain ?? quoted ?? '';
	return Object.hasOwn(binary, name) ? name : undefined;
}

/** @throws ParameterProblem for an expression that finds no file, in a field that must hold one */
function refuseLostFile(
	written: unknown,
	{ property, required, emptyIn }: Field<unknown>,
	item: ItemOfFiles,
): void {
	if (!required || emptyIn !== undefined) return;
	if (typeof written !== 'string' || !/^=.*\bbinary\b/s.test(written)) return;
	throw new ParameterProblem(property.displayName, words.isEmptyByExpression(item));
}

/** @throws ParameterProblem for a file in a field for JSON, which is sent as it is */
export function refuseFilesInJson(fields: FieldMap, raw: ReadRaw, item: ItemFiles): void {
	for (const [name, { property, place, parse }] of Object.entries(fields)) {
		const json = property.type === 'json' ? parse(raw(name, place)) : undefined;
		if (json !== undefined) refuseFilesIn(json, property.displayName, item);
	}
}

function addressOf(entry: MediaEntry, wanted: Wanted, used: Map<string, UsedFile>): string {
	if (entry.kind !== 'file') return entry.url;
	const { binary, property } = entry;
	const standIn = `${NOWHERE}${createHash('sha256')
		.update(JSON.stringify([binary.id ?? binary.data, binary.fileName, wanted]))
		.digest('hex')
		.slice(0, 32)}`;
	used.set(standIn, { binary, wanted, standIn, ...(property !== undefined && { property }) });
	return standIn;
}

/**
 * What is done just before a request is sent for the first time: its files are shared, and then comes what the
 * operation itself does where the user switched it on. Nothing where there is neither.
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

/** A failure without the links to files, which platforms like to repeat: whoever has one can read the file. */
export function withoutLinks(cause: unknown, links: SharedLinks): unknown {
	if (!(cause instanceof PlatformProblem) || links.size === 0) return cause;
	const failure = deepCopy(cause.failure);
	blotLinks(failure, links);
	return new PlatformProblem(failure, cause.cause);
}

/** Puts words for files in place of links to them in an answer that was just received; it is changed itself. */
export function blotLinks(body: object, links: SharedLinks): void {
	if (links.size === 0) return;
	// Without recursion, as an answer may be nested deeply.
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

/** A text with words for files in place of links to them. Pure. */
export function withoutLinksIn(text: string, links: SharedLinks): string {
	let rest = text;
	for (const [url, { shown }] of links) rest = rest.split(url).join(shown);
	// Long ones are often cut.
	for (const [url, { shown }] of links)
		rest = rest.replace(beginningOf(url), (found) => (url.startsWith(found) ? shown : found));
	return rest;
}

/** A link up to its query, and what follows of it. */
const beginningOf = (url: string) =>
	new RegExp(`${(url.split('?')[0] ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[^\\s"'<>]*`, 'g');
