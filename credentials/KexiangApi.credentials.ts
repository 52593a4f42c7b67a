import type {
	IAuthenticate,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { readKey, baseUrl } from '../nodes/shared/client/credential';
import { keyHasNoRightsAtAll } from '../nodes/shared/words/connection';
import { keyRefused } from '../nodes/shared/words/platform';

/** n8n requests this path when the credential is saved. The nodes request whole URLs. */
const TEST_PATH = '/api/v1/user_task/get/passAuth/1';

export class KexiangApi implements ICredentialType {
	name = 'kexiangApi';

	displayName = 'KexiangAI API';

	icon: Icon = { light: 'file:../icons/kexiang.svg', dark: 'file:../icons/kexiang.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-kexiang/n8n-nodes-kexiang#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'Sign in at kexiangai.com to create one',
			description: 'The x-api-key of 可想AI开放平台',
		},
		{
			displayName: 'Task API URL',
			name: 'taskApiUrl',
			type: 'string',
			default: 'https://kexiangai.com',
			description: 'Base URL of the task API (/api/v1)',
		},
		{
			displayName: 'Tool API URL',
			name: 'toolApiUrl',
			type: 'string',
			default: 'https://agent.mathmind.cn',
			description: 'Base URL of the tool API (/minimalist/api)',
		},
	];

	authenticate: IAuthenticate = async (credentials, options) => {
		const headers = { ...options.headers, 'x-api-key': readKey(credentials) };
		if (options.url !== TEST_PATH) return { ...options, headers };
		// The test requests only one of the two hosts; the URL of the other must at least be valid.
		baseUrl(credentials, 'tool');
		return { ...options, baseURL: baseUrl(credentials, 'task'), headers };
	};

	// No endpoint is known that only identifies the user (reference 1.2). Polling a task of somebody else costs
	// nothing: 401 and 403 mean that the key was refused, 404 that it was accepted.
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.taskApiUrl }}',
			url: TEST_PATH,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: {
				ignore: true,
				except: [301, 302, 307, 308, 401, 403, 429, 500, 502, 503, 504],
			},
		},
		rules: [
			{
				type: 'responseCode',
				properties: { value: 401, message: keyRefused().message },
			},
			{
				type: 'responseCode',
				properties: { value: 403, message: keyHasNoRightsAtAll() },
			},
		],
	};
}
