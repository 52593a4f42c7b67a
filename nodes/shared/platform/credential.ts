import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { ParameterProblem } from '../base/problem';
import type { Api } from './endpoints';
import { isPrivate } from './reachable';

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
