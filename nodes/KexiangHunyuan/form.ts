import { providerForm } from '../shared/operation/form';
import { hunyuan } from './provider';

export const hunyuanForm = providerForm(hunyuan.operations);
