import { submitOperation } from '../../shared/operation/operation';
import { choice, flag, text } from '../../shared/operation/scalarFields';
import { required } from '../../shared/operation/field';
import { url } from '../../shared/operation/mediaFields';

/** Label of the switch that has the files of a video reviewed first. */
export const REVIEW_ASSETS_FIRST = 'Review Assets First';

/** Reference 6.7. The accepted asset serves Seedance as `asset://<assetId>`. */
export const seedance2AssetReviewSubmit = submitOperation({
	value: 'seedance2AssetReviewSubmit',
	title: 'seedance2.0素材审核提交',
	summary:
		'Have a picture, video or sound reviewed, as Seedance demands where it shows real people; once accepted, its assetUrl stands for the file',
	action: 'Submit asset for review: Seedance 2.0',
	section: '6.7',
	typicalSeconds: { guessed: 30 },
	evidence: { path: 'C', body: 'C', response: 'C' },
	endpoint: { api: 'task', method: 'POST', path: '/api/v1/ark_asset_api_key/upload' },
	taskSource: 'assetReview',
	fields: {
		assetType: required(
			choice({
				label: 'Asset Type',
				default: 'Image',
				values: ['Image', 'Video', 'Audio'],
				description: 'What kind of file it is',
			}),
		),
		fileUrl: required(
			url({ kind: 'media', label: 'File URL', description: 'Public URL of the file' }),
		),
		assetName: required(
			text({
				label: 'Asset Name',
				placeholder: 'e.g. Portrait',
				description: 'A name to know the asset by',
			}),
		),
		waitComplete: flag({
			label: 'Wait for Review',
			description:
				'Whether the platform holds its answer back until the review has ended; Wait for Completion asks from time to time instead',
			default: true,
		}),
	},
	toBody: (p) => ({
		url: p.fileUrl,
		name: p.assetName,
		asset_type: p.assetType,
		wait_complete: p.waitComplete,
	}),
});
