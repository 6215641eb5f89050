import type { DescribeImagesRequest, DescribeImagesResult, Image } from '@aws-sdk/client-ec2';
import { IMAGES, isImageId, type MachineImage } from '../../core/ec2/images.ts';
import { AwsError } from '../aws-error.ts';
import type { Context } from '../operation.ts';
import { filtered } from './filters.ts';
import { page } from './pages.ts';

/** Amazon's accounts for its ECS-optimised images and for Amazon Linux. */
const ECS_OWNER = '591542846629';
const LINUX_OWNER = '137112412989';

/** Amazon's public images; accounts have none of their own. */
export function describeImages(
  _context: Context,
  input: DescribeImagesRequest,
): DescribeImagesResult {
  const { ImageIds = [], Owners = [], Filters } = input;
  for (const id of ImageIds) {
    if (!isImageId(id)) {
      const message = `Invalid id: "${id.slice(0, 100)}" (expecting "ami-...")`;
      throw new AwsError('InvalidAMIID.Malformed', message);
    }
    if (!IMAGES.some(({ imageId }) => imageId === id))
      throw new AwsError('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);
  }
  const chosen = IMAGES.map(render).filter(
    ({ ImageId = '', OwnerId = '' }) =>
      (ImageIds.length === 0 || ImageIds.includes(ImageId)) &&
      (Owners.length === 0 || Owners.includes('amazon') || Owners.includes(OwnerId)),
  );
  const images = filtered<Image>(
    chosen,
    Filters,
    {
      architecture: ({ Architecture }) => Architecture,
      'creation-date': ({ CreationDate }) => CreationDate,
      description: ({ Description }) => Description,
      'ena-support': ({ EnaSupport }) => String(EnaSupport),
      hypervisor: ({ Hypervisor }) => Hypervisor,
      'image-id': ({ ImageId }) => ImageId,
      'image-type': ({ ImageType }) => ImageType,
      'is-public': ({ Public }) => String(Public),
      name: ({ Name }) => Name,
      'owner-alias': ({ ImageOwnerAlias }) => ImageOwnerAlias,
      'owner-id': ({ OwnerId }) => OwnerId,
      'root-device-type': ({ RootDeviceType }) => RootDeviceType,
      state: ({ State }) => State,
      'virtualization-type': ({ VirtualizationType }) => VirtualizationType,
    },
    () => [],
  );
  const { items, NextToken } = page(images, ({ ImageId = '' }) => ImageId, input);
  return { Images: [...items], NextToken };
}

const render = (image: MachineImage): Image => ({
  ImageId: image.imageId,
  Name: image.name,
  Description: image.description,
  ImageLocation: `amazon/${image.name}`,
  ImageOwnerAlias: 'amazon',
  OwnerId: image.ecsOptimized ? ECS_OWNER : LINUX_OWNER,
  Architecture: image.architecture,
  CreationDate: image.creationDate,
  ImageType: 'machine',
  Public: true,
  State: 'available',
  RootDeviceName: '/dev/xvda',
  RootDeviceType: 'ebs',
  BlockDeviceMappings: [],
  VirtualizationType: 'hvm',
  Hypervisor: 'xen',
  EnaSupport: true,
  PlatformDetails: 'Linux/UNIX',
  UsageOperation: 'RunInstances',
});
