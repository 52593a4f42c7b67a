import type { IExecuteFunctions } from 'n8n-workflow';

/** As much of n8n as sharing a file takes. */
export type FileContext = Pick<
	IExecuteFunctions,
	'getExecutionId' | 'getExecutionCancelSignal' | 'getCredentials' | 'addExecutionHints'
> & {
	helpers: Pick<
		IExecuteFunctions['helpers'],
		| 'httpRequest'
		| 'prepareBinaryData'
		| 'getBinaryStream'
		| 'getBinaryMetadata'
		| 'createBinarySignedUrl'
	>;
};
