import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Api } from '../answers/endpoints';
import { ParameterProblem } from '../answers/parameterProblem';
import { isPrivate, visible } from '../util/addresses';
import * as words from '../words/connection';

/** Name of the credential type. */
export const CREDENTIAL = 'kexiangApi';

const FIELDS = {
	task: { name: 'taskApiUrl', label: 'Task API URL', fallback: 'https://kexiangai.com' },
	tool: { name: 'toolApiUrl', label: 'Tool API URL', fallback: 'https://agent.mathmind.cn' },
} as const;

/**
 * The base URL of one API family, without a trailing slash (reference 1.1).
 * @throws ParameterProblem unless it is https, or http on this machine or a private network
 */
export function baseUrl(credential: ICredentialDataDecryptedObject, api: Api): string {
	const { name, label, fallback } = FIELDS[api];
	const given = visible(String(credential[name] ?? '')).trim() || fallback;
	const parts = /^(https?):\/\/(\[[0-9a-f:.]+\]|[\p{L}\p{N}._-]+)(:\d+)?(\/[^?#\s]*)?$/iu.exec(
		given,
	);
	if (!parts) {
		throw new ParameterProblem(label, words.isNoBaseUrl());
	}
	if (parts[1]?.toLowerCase() === 'http' && !isPrivate(given)) {
		throw new ParameterProblem(label, words.isNotHttps());
	}
	return given.replace(/\/+$/, '');
}

/**
 * Characters that come along when a key is copied: blanks, line ends, and zero-width characters such as U+200B and
 * U+FEFF.
 */
const AROUND = /^[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+$/gu;
const SENDABLE = /^[\x20-\x7e]+$/;

/**
 * The key as it is sent.
 * @throws ParameterProblem if it is empty or invalid in a header; the error never contains the key
 */
export function readKey(credential: ICredentialDataDecryptedObject): string {
	const key = cleanKey(credential);
	if (key === '') {
		throw new ParameterProblem('API Key', words.keyIsEmpty());
	}
	if (!SENDABLE.test(key)) {
		throw new ParameterProblem('API Key', words.keyHoldsOddSign());
	}
	return key;
}

/** Prefixes that sample requests put before the key, in case one was copied with it. */
const BEFORE = /^((x-api-key\s*[:=]|bearer(\s|$))\s*)+/i;

/**
 * The key without anything copied along with it, even if it cannot be sent: `Bearer KEY`, `x-api-key: KEY` and `KEY`
 * are the same.
 */
export const cleanKey = (credential: ICredentialDataDecryptedObject): string =>
	String(credential.apiKey ?? '')
		.replace(AROUND, '')
		.replace(BEFORE, '');

/** A shorter key could be part of an ordinary word. */
const SHORTEST = 8;
const BLOT = '***';

/**
 * Returns a function that removes a key from texts: the plain key, escaped for JSON (also JSON within JSON), or
 * escaped for a URL. Create it once per key.
 * @param key as it is sent
 */
export function keyBlotter(key: string): (text: string) => string {
	if (key.length < SHORTEST) return (text) => text;
	const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
	const inJson = escaped(key);
	const inUrl = encodeURIComponent(key);
	// A URL may have its hexadecimal digits in either case.
	const inUrlToo = inUrl.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase());
	// PHP escapes slashes in JSON.
	const inSlashes = inJson.replaceAll('/', '\\/');
	const all = [key, inJson, inSlashes, escaped(inJson), escaped(inSlashes), inUrl, inUrlToo];
	const spellings = [...new Set(all)];
	const blot = (text: string) => {
		let blotted = text;
		for (const spelling of spellings)
			if (blotted.includes(spelling)) blotted = blotted.split(spelling).join(BLOT);
		return blotted;
	};
	// The digits of a number in an answer may belong to an id.
	return /\D/.test(key)
		? blot
		: (text) => (JSON_TEXT.test(text) ? inStrings(text, blot) : blot(text));
}

const JSON_TEXT = /^\s*[[{]/;

const inStrings = (text: string, change: (text: string) => string): string =>
	text.replace(/"(?:[^"\\]+|\\.)*"/g, change);
