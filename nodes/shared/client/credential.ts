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
 * The base URL of one API family, without a slash at its end (reference 1.1).
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

/** What comes along when a key is copied: blanks, line ends, and signs without width such as U+200B and U+FEFF. */
const AROUND = /^[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+$/gu;
const SENDABLE = /^[\x20-\x7e]+$/;

/**
 * The key as it is sent.
 * @throws ParameterProblem when it is empty or cannot stand in a header; never with the key in it
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

/** How examples of requests name the key, where one is copied with it. */
const BEFORE = /^((x-api-key\s*[:=]|bearer(\s|$))\s*)+/i;

/** The key without what came along with it, whether it can be sent or not: `Bearer KEY`, `x-api-key: KEY` and `KEY` are one. */
export const cleanKey = (credential: ICredentialDataDecryptedObject): string =>
	String(credential.apiKey ?? '')
		.replace(AROUND, '')
		.replace(BEFORE, '');

/** A shorter key could be part of any word. */
const SHORTEST = 8;
const BLOT = '***';

/**
 * Blots a key out of texts: as it is, escaped for JSON (also within a text of JSON), or escaped for a URL. Made once for
 * each key.
 * @param key as it is sent
 */
export function keyBlotter(key: string): (text: string) => string {
	if (key.length < SHORTEST) return (text) => text;
	const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
	const inJson = escaped(key);
	const inUrl = encodeURIComponent(key);
	// Either case of the hexadecimal digits is right in a URL.
	const inUrlToo = inUrl.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase());
	// PHP writes a slash in JSON behind a backslash.
	const inSlashes = inJson.replaceAll('/', '\\/');
	const all = [key, inJson, inSlashes, escaped(inJson), escaped(inSlashes), inUrl, inUrlToo];
	const spellings = [...new Set(all)];
	const blot = (text: string) => {
		let blotted = text;
		for (const spelling of spellings)
			if (blotted.includes(spelling)) blotted = blotted.split(spelling).join(BLOT);
		return blotted;
	};
	// The digits of a number in an answer may be those of an id.
	return /\D/.test(key)
		? blot
		: (text) => (JSON_TEXT.test(text) ? inStrings(text, blot) : blot(text));
}

const JSON_TEXT = /^\s*[[{]/;

const inStrings = (text: string, change: (text: string) => string): string =>
	text.replace(/"(?:[^"\\]+|\\.)*"/g, change);
