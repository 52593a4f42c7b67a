import type { INodeTypeDescription } from 'n8n-workflow';

/** The version that n8n gives a node when it is added. */
export const newestVersion = ({
	version,
	defaultVersion,
}: Pick<INodeTypeDescription, 'version' | 'defaultVersion'>): number =>
	defaultVersion ?? Math.max(...[version].flat());
