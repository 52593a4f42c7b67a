import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { readBucket } from '../nodes/shared/files/bucket';

/** n8n requests this path when the credential is saved: it deletes what the test wrote before. */
const TEST_PATH = '/kexiang-credential-test';

export class KexiangFileStorageApi implements ICredentialType {
	name = 'kexiangFileStorageApi';

	displayName = 'Kexiang File Storage API';

	icon: Icon = { light: 'file:../icons/kexiang.svg', dark: 'file:../icons/kexiang.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-kexiang/n8n-nodes-kexiang#your-own-files';

	properties: INodeProperties[] = [
		{
			displayName: 'Endpoint',
			name: 'endpoint',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://s3.oss-cn-hangzhou.aliyuncs.com',
			description:
				'URL of the S3 API of the storage, without the name of the bucket: Alibaba OSS, Tencent COS, Cloudflare R2, MinIO, AWS S3',
		},
		{
			displayName: 'Region',
			name: 'region',
			type: 'string',
			default: 'us-east-1',
			placeholder: 'e.g. cn-hangzhou',
			description: 'Region of the bucket; use auto for Cloudflare R2',
		},
		{
			displayName: 'Bucket',
			name: 'bucket',
			type: 'string',
			required: true,
			default: '',
		},
		{
			displayName: 'Access Key ID',
			name: 'accessKeyId',
			type: 'string',
			required: true,
			default: '',
		},
		{
			displayName: 'Secret Access Key',
			name: 'secretAccessKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
		},
		{
			displayName: 'Address Style',
			name: 'addressStyle',
			type: 'options',
			options: [
				{
					name: 'Path',
					value: 'path',
					description: 'https://endpoint/bucket/file, for MinIO',
				},
				{
					name: 'Virtual Host',
					value: 'virtualHost',
					description: 'https://bucket.endpoint/file, for OSS, COS and AWS',
				},
			],
			default: 'virtualHost',
		},
		{
			displayName: 'Folder',
			name: 'folder',
			type: 'string',
			default: 'n8n',
			description:
				'Folder of the bucket for the files, with a subfolder for each day. You can set a rule in the bucket that deletes them after a day.',
		},
		{
			displayName: 'Links',
			name: 'linkKind',
			type: 'options',
			options: [
				{
					name: 'Public',
					value: 'public',
					description: 'Links begin with the public base URL; anyone can read the bucket',
				},
				{
					name: 'Signed',
					value: 'signed',
					description: 'Only people with the link can read the file, and only for a limited time',
				},
			],
			default: 'signed',
			description: 'How the platform reads a file',
		},
		{
			displayName: 'Link Validity (Hours)',
			name: 'linkHours',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 168 },
			default: 24,
			description:
				'How long a signed link is valid; it must be longer than your longest task takes',
			displayOptions: { show: { linkKind: ['signed'] } },
		},
		{
			displayName: 'Public Base URL',
			name: 'publicUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://files.example.com',
			displayOptions: { show: { linkKind: ['public'] } },
		},
		// Because of an empty expirable property, n8n calls preAuthentication at each test.
		{
			displayName: 'Checked',
			name: 'checked',
			type: 'hidden',
			typeOptions: { expirable: true },
			default: '',
		},
	];

	/** n8n's test is a single request, which is not enough to try writing and deleting a file. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const { tryBucket } = await import('../nodes/shared/files/bucketRequest');
		await tryBucket(this.helpers.httpRequest, readBucket(credentials));
		return {};
	}

	/** Signs only the request of the test. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		if (options.url !== TEST_PATH) return options;
		const { testDeletionUrl } = await import('../nodes/shared/files/bucketRequest');
		return { ...options, baseURL: '', url: testDeletionUrl(readBucket(credentials)) };
	};

	test: ICredentialTestRequest = {
		request: {
			method: 'DELETE',
			baseURL: '={{ $credentials.endpoint }}',
			url: TEST_PATH,
			disableFollowRedirect: true,
			// The file is already deleted, and a key without the right to delete is fine.
			ignoreHttpStatusErrors: true,
		},
	};
}
