import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { ParameterProblem } from '../parameters/problem';
import type { Api } from './endpoints';

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
	const [, scheme = '', host = ''] = parts;
	if (scheme.toLowerCase() === 'http' && !isPrivateHost(host)) {
		throw new ParameterProblem(
			label,
			'in the credential must begin with https://',
			'The API key would travel unencrypted otherwise.',
		);
	}
	return given.replace(/\/+$/, '');
}

/** Loopback and private addresses, and names without a dot, as containers have; a number alone is an address. */
function isPrivateHost(host: string): boolean {
	return /^([a-z][a-z0-9_-]*|.+\.(local|internal|localhost)|127(\.\d+){3}|10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|\[(::1|f[cd][0-9a-f:]+|fe80:[0-9a-f:]+)\])$/i.test(
		host,
	);
}
