import type { INodeCredentialDescription } from 'n8n-workflow';

/** When a node shows the credential of one's own bucket: to those who share files by it. */
export const BY_BUCKET: INodeCredentialDescription['displayOptions'] = {
	show: { '/options.shareFilesBy': ['bucket'] },
};
