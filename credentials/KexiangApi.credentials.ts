import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

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
			description: 'The x-api-key of 可想AI开放平台, made at https://kexiangai.com',
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

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { 'x-api-key': '={{ $credentials.apiKey }}' } },
	};

	// No endpoint is known that only tells who one is (reference 1.2). Asking for a task that is
	// somebody else's costs nothing: 401 and 403 mean a refused key, 404 that the key was let through.
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.taskApiUrl }}',
			url: '/api/v1/user_task/get/passAuth/1',
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: {
				ignore: true,
				except: [301, 302, 307, 308, 401, 403, 429, 500, 502, 503, 504],
			},
		},
		rules: [
			{
				type: 'responseCode',
				properties: { value: 401, message: 'The platform refused the API key (401)' },
			},
			{
				type: 'responseCode',
				properties: { value: 403, message: 'The API key has no rights on the platform (403)' },
			},
		],
	};
}
