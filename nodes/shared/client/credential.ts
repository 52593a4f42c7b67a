import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Api } from '../answers/endpoints';
import { ParameterProblem } from '../util/failure';
import { isPrivate } from '../util/reachable';

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
	const given = String(credential[name] ?? '').trim() || fallback;
	const parts = /^(https?):\/\/(\[[0-9a-f:.]+\]|[\p{L}\p{N}._-]+)(:\d+)?(\/[^?#\s]*)?$/iu.exec(
		given,
	);
	if (!parts) {
		throw new ParameterProblem(
			label,
			'in the credential is no valid base URL',
			'Enter it like https://kexiangai.com, without a question mark or login.',
		);
	}
	if (parts[1]?.toLowerCase() === 'http' && !isPrivate(given)) {
		throw new ParameterProblem(
			label,
			'in the credential must begin with https://',
			'The API key would travel unencrypted otherwise.',
		);
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
		throw new ParameterProblem(
			'API Key',
			'in the credential is empty',
			'Keys are made at https://kexiangai.com.',
		);
	}
	if (!SENDABLE.test(key)) {
		throw new ParameterProblem(
			'API Key',
			'in the credential holds a character that no key has, such as a line break or a letter outside ASCII',
			'Copy the key again from https://kexiangai.com, and nothing else with it.',
		);
	}
	return key;
}

/** How examples of requests name the key, where one is copied with it. */
const BEFORE = /^(x-api-key\s*[:=]|bearer\s)\s*/i;

/** The key without what came along with it, whether it can be sent or not: `Bearer KEY`, `x-api-key: KEY` and `KEY` are one. */
export const cleanKey = (credential: ICredentialDataDecryptedObject): string =>
	String(credential.apiKey ?? '')
		.replace(AROUND, '')
		.replace(BEFORE, '');
