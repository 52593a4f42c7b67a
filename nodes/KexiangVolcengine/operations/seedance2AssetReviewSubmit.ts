import { submitOperation } from '../../shared/operation/operation';
import { choice, flag, text } from '../../shared/operation/scalarFields';
import { required } from '../../shared/operation/field';
import { url } from '../../shared/operation/mediaFields';

/** Label of the switch that has the files of a video reviewed first. */
export const REVIEW_ASSETS_FIRST = 'Review Assets First';

/** Reference 6.7. Seedance uses the accepted asset as `asset://<assetId>`. */
export const seedance2AssetReviewSubmit = submitOperation({
	value: 'seedance2AssetReviewSubmit',
	title: 'seedance2.0素材审核提交',
	summary:
		'Have an image, video or audio file reviewed, which Seedance requires for real people; once it is accepted, use its assetUrl instead of the file',
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
				description: 'Kind of the file',
			}),
		),
		fileUrl: required(url({ kind: 'media', label: 'File URL', description: 'File to review' })),
		assetName: required(
			text({
				label: 'Asset Name',
				placeholder: 'e.g. Portrait',
				description: 'A name by which you recognize the asset',
			}),
		),
		waitComplete: flag({
			label: 'Wait for Review',
			description:
				'Whether the platform should respond only when the review has ended; if this option is off, use Wait for Completion',
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
