import { linkOperation } from '../../shared/operation/operation';

/** No service of the platform: what fields for media do by themselves, for whatever has no such field. */
export const filePublicUrl = linkOperation({
	value: 'filePublicUrl',
	resource: 'file',
	name: 'Get Public URL of File',
	summary:
		'Give a file of the item an address that can be opened for a time, for a custom request, for other nodes, or to show it; fields for URLs of these nodes take files by themselves',
	action: 'Get public URL of file',
});
